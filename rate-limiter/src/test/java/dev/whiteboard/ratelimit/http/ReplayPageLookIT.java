package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.stack.browser.NeedsBrowser;
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
  /** WCAG 2.2, success criterion 1.4.3: text against what is behind it. */
  private static final double CONTRAST_MIN = 4.5;

  /**
   * The contrast of each text that is shown, as "text: ratio" where it is below the least. Colours
   * go through a canvas, which knows every way to write one.
   */
  private static final String TOO_FAINT =
      """
      least => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const rgba = (colour) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data;
        };
        const luminance = (colour) => [0.2126, 0.7152, 0.0722]
          .reduce((sum, weight, i) => {
            const part = colour[i] / 255;
            return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          }, 0);
        const behind = (element) => {
          const colour = element ? rgba(getComputedStyle(element).backgroundColor) : [255, 255, 255, 255];
          return colour[3] === 255 ? colour : behind(element.parentElement);
        };
        const contrast = (element) => {
          const [dark, light] = [rgba(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => a - b);
          return (light + 0.05) / (dark + 0.05);
        };
        const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return [...document.querySelectorAll('body *')]
          .filter((element) => element.checkVisibility() && says(element) && !element.closest('svg'))
          .filter((element) => contrast(element) < least)
          .map((element) => `${element.textContent.trim()}: ${contrast(element).toFixed(2)}`);
      }
      """;

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
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(opened.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    opened.button("At the window’s edge").click();
    opened.button("Check").click();
    page.locator("#limit-burst").fill("0");
    opened.lane("gcra").getByText("GCRA").click();

    assertThat(page.locator("#check-status")).isVisible();
    assertThat((List<?>) page.evaluate(TOO_FAINT, CONTRAST_MIN)).isEmpty();
  }

  /** Green for what was admitted, as the stylesheet has it in each scheme. */
  @Test
  void strips_schemeChanges_areDrawnAnew() {
    opened.button("At the window’s edge").click();
    assertThat(opened.count("fixed-window", "admitted")).hasText("20");

    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertDrawnIn("15,112,64");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertDrawnIn("107,214,154");
  }

  private void assertDrawnIn(String colour) {
    var strip = opened.lane("fixed-window").locator("canvas");
    await().atMost(SOON).until(() -> ((List<?>) strip.evaluate(PIXELS)).contains(colour));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360})
  void page_onAPhone_doesNotScrollSideways(int width) {
    page.setViewportSize(width, 740);
    opened.button("Flood").click();
    page.locator("#limit-per").fill("");
    opened.button("Check").click();
    assertThat(page.locator("#check-status")).isVisible();

    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
  }

  @Test
  void button_pageScrolledOnAPhone_staysInSight() {
    page.setViewportSize(360, 740);

    opened.lane("gcra").scrollIntoViewIfNeeded();

    assertThat(opened.press()).isInViewport();
  }
}
