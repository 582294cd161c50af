package dev.whiteboard.cdn;

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
@NeedsStack(Server.KAFKA)
final class CdnPageLookIT {
  /** WCAG 2.2, success criterion 1.4.3: text against what is behind it. */
  private static final double CONTRAST_MIN = 4.5;

  private static final List<String> TABS = List.of("Request", "Ring", "Purge", "Routes", "Traffic");

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
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(opened.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    opened.ask("edge-eu-1", "/images/1.svg?look");
    assertThat(opened.at("#ask-steps li").first()).isVisible();

    for (var tab : TABS) {
      opened.tab(tab);
      assertThat((List<?>) page.evaluate(TOO_FAINT, CONTRAST_MIN)).as(tab).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360, 768})
  void page_narrow_doesNotScrollSideways(int width) {
    page.setViewportSize(width, 740);
    opened.ask("edge-eu-1", "/" + "long".repeat(100));
    assertThat(opened.at("#ask-steps li").first()).isVisible();

    for (var tab : TABS) {
      opened.tab(tab);
      assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
          .as(tab)
          .isEqualTo(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Request", "Ring", "Purge", "Routes", "Traffic"})
  void controls_ofEachTab_haveNames(String tab) {
    opened.tab(tab);

    assertThat((List<?>) page.evaluate(NAMELESS)).isEmpty();
  }
}
