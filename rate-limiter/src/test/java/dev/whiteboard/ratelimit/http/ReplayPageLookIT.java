package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageLook;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page looks: its colours can be told apart, and it fits the smallest phone. */
@NeedsBrowser
final class ReplayPageLookIT {
  /** The colours that a strip is drawn in, as far as they cover whole pixels. */
  private static final String PIXELS =
      """
      canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const found = new Set();
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] === 255) found.add([data[i], data[i + 1], data[i + 2]].join());
        return [...found];
      }
      """;

  private static final Duration SOON = Duration.ofSeconds(20);

  private static ReplayServer server;

  private ReplayPage opened;
  private Page page;
  private PageLook look;

  @BeforeAll
  static void start() throws IOException {
    server = ReplayServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    opened = ReplayPage.open(window, server);
    page = opened.page();
    look = new PageLook(page);
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(opened.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    look.setScheme(scheme);
    opened.button("At the window’s edge").click();
    opened.button("Check").click();
    page.locator("#limit-burst").fill("0");
    opened.lane("gcra").getByText("GCRA").click();

    assertThat(page.locator("#check-status")).isVisible();
    assertThat(look.faintTexts()).isEmpty();
  }

  /** Green for what was admitted, as the stylesheet has it in each scheme. */
  @Test
  void strips_schemeChanges_areDrawnAnew() {
    opened.button("At the window’s edge").click();
    assertThat(opened.count("fixed-window", "admitted")).hasText("20");

    look.setScheme(ColorScheme.LIGHT);
    assertDrawnIn("15,112,64");
    look.setScheme(ColorScheme.DARK);
    assertDrawnIn("107,214,154");
  }

  private void assertDrawnIn(String colour) {
    var strip = opened.lane("fixed-window").locator("canvas");
    await().atMost(SOON).until(() -> ((List<?>) strip.evaluate(PIXELS)).contains(colour));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360})
  void page_onAPhone_doesNotScrollSideways(int width) {
    look.setWidth(width);
    opened.button("Flood").click();
    page.locator("#limit-per").fill("");
    opened.button("Check").click();
    assertThat(page.locator("#check-status")).isVisible();

    assertThat(look.tooWide()).isEmpty();
  }

  @Test
  void button_pageScrolledOnAPhone_staysInSight() {
    look.setWidth(360);

    opened.lane("gcra").scrollIntoViewIfNeeded();

    assertThat(opened.press()).isInViewport();
  }
}
