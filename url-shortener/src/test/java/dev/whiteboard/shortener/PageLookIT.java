package dev.whiteboard.shortener;

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
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageLookIT {
  private static TestNode node;

  private TestPage shortener;
  private Page page;
  private PageLook look;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node = TestNode.start(stack);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    shortener = TestPage.open(window, node);
    page = shortener.page();
    look = new PageLook(page);
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(shortener.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    look.setScheme(scheme);
    shortener.shorten("https://example.com/contrast", "A title", "tag");

    assertNothingTooFaint();
    shortener.button(shortener.links(), "Statistics").click();
    assertThat(page.locator("[data-total=visits]")).hasText("0");
    assertNothingTooFaint();
    page.locator("#details-dialog [data-do=edit]").click();
    assertNothingTooFaint();
    page.locator("#edit-delete").click();
    assertNothingTooFaint();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void errorPages_inEitherScheme_standOut(ColorScheme scheme) {
    look.setScheme(scheme);
    var code = node.shorten("https://example.com/contrast").getString("code");

    for (var path : List.of("/not-there", "/" + code + "+")) {
      page.navigate(node.url(path).toString());
      assertNothingTooFaint();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360})
  void page_onAPhone_doesNotScrollSideways(int width) {
    look.setWidth(width);
    shortener.shorten("https://example.com/" + "long".repeat(100), "title".repeat(30), "tags");
    assertFits();

    shortener.button(shortener.links(), "Statistics").click();
    assertFits("#details-dialog");
    page.locator("#details-dialog [data-do=edit]").click();
    assertFits("#edit-dialog");
    page.locator("#edit-delete").click();
    assertFits("#delete-dialog");
  }

  private void assertFits(String... dialogs) {
    assertThat(look.tooWide()).isEmpty();
    for (var dialog : dialogs) {
      assertThat(page.locator(dialog)).isVisible();
      assertThat(page.locator(dialog).evaluate("it => it.scrollWidth <= it.clientWidth"))
          .isEqualTo(true);
    }
  }

  private void assertNothingTooFaint() {
    assertThat(look.faintTexts()).isEmpty();
  }
}
