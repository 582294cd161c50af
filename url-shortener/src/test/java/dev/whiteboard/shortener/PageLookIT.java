package dev.whiteboard.shortener;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
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

  private static TestNode node;

  private TestPage shortener;
  private Page page;

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
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(shortener.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
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
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    var code = node.shorten("https://example.com/contrast").getString("code");

    for (var path : List.of("/not-there", "/" + code + "+")) {
      page.navigate(node.url(path).toString());
      assertNothingTooFaint();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360})
  void page_onAPhone_doesNotScrollSideways(int width) {
    page.setViewportSize(width, 740);
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
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    for (var dialog : dialogs) {
      assertThat(page.locator(dialog)).isVisible();
      assertThat(page.locator(dialog).evaluate("it => it.scrollWidth <= it.clientWidth"))
          .isEqualTo(true);
    }
  }

  private void assertNothingTooFaint() {
    assertThat((List<?>) page.evaluate(TOO_FAINT, CONTRAST_MIN)).isEmpty();
  }
}
