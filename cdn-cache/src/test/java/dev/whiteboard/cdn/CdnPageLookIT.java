package dev.whiteboard.cdn;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageLook;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page looks: its colours can be told apart, and it fits the smallest phone. */
@NeedsBrowser
@NeedsStack(Server.KAFKA)
final class CdnPageLookIT {
  private static final List<String> TABS = List.of("Request", "Ring", "Purge", "Routes", "Traffic");

  /** Fields, buttons and pictures that a screen reader would find without a name. */
  private static final String NAMELESS =
      """
      () => [...document.querySelectorAll('input, select, textarea, button, svg[role=img]')]
        .filter((element) => element.checkVisibility())
        .filter((element) => !element.labels?.length && !element.getAttribute('aria-label') && !element.textContent.trim())
        .map((element) => element.outerHTML.slice(0, 80))
      """;

  private static TestWorld world;

  private TestPage opened;
  private Page page;
  private PageLook look;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    world = TestWorld.start(stack);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    opened = TestPage.open(window, world);
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
    opened.ask("edge-eu-1", "/images/1.svg?look");
    assertThat(opened.at("#ask-steps li").first()).isVisible();

    for (var tab : TABS) {
      opened.tab(tab);
      assertThat(look.faintTexts()).as(tab).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360, 768})
  void page_narrow_doesNotScrollSideways(int width) {
    look.setWidth(width);
    opened.ask("edge-eu-1", "/" + "long".repeat(100));
    assertThat(opened.at("#ask-steps li").first()).isVisible();

    for (var tab : TABS) {
      opened.tab(tab);
      assertThat(look.tooWide()).as(tab).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Request", "Ring", "Purge", "Routes", "Traffic"})
  void controls_ofEachTab_haveNames(String tab) {
    opened.tab(tab);

    assertThat((List<?>) page.evaluate(NAMELESS)).isEmpty();
  }
}
