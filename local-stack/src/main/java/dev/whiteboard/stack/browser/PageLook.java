package dev.whiteboard.stack.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/**
 * How a page looks as the browser shows it now: whether its text can be read, and whether it fits.
 * It says what it finds, and a test judges that.
 *
 * @param page it is looked at as it is: what is not shown is not found
 */
public record PageLook(Page page) {
  /** WCAG 2.2, success criterion 1.4.3: text against what is behind it. */
  private static final double CONTRAST_MIN = 4.5;

  /** CSS pixels: the screen of a small phone. */
  private static final int HEIGHT = 740;

  /** Colours go through a canvas, which knows every way to write one. */
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

  /**
   * Nothing where the page does not scroll; what a box of its own cuts off or scrolls is no reason.
   */
  private static final String TOO_WIDE =
      """
      () => {
        const room = window.innerWidth;
        const page = document.documentElement;
        if (page.scrollWidth <= room) return [];
        const end = (element) => Math.round(element.getBoundingClientRect().right);
        const isHeld = (element) => element !== page
          && (getComputedStyle(element).overflowX !== 'visible' || isHeld(element.parentElement));
        const named = (element) => `<${element.localName} id="${element.id}" class="${element.getAttribute('class') ?? ''}">`;
        return [`page: ${page.scrollWidth} of ${room}`, ...[...document.querySelectorAll('body *')]
          .filter((element) => end(element) > room && !isHeld(element.parentElement))
          .map((element) => `${named(element)}: ${end(element)} of ${room}`)];
      }
      """;

  /** Shows it to one who likes it light, or dark. */
  public void setScheme(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /** Shows it on a screen that is so many CSS pixels wide. */
  public void setWidth(int width) {
    page.setViewportSize(width, HEIGHT);
  }

  /** Each text with less contrast than all people can read, as {@code text: ratio}. */
  public List<String> faintTexts() {
    return texts(page.evaluate(TOO_FAINT, CONTRAST_MIN));
  }

  /**
   * Each element that the page must be scrolled sideways for, as {@code element: its end of the
   * width}.
   */
  public List<String> tooWide() {
    return texts(page.evaluate(TOO_WIDE));
  }

  private static List<String> texts(Object found) {
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }
}
