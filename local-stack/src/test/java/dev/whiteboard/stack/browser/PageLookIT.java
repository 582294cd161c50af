package dev.whiteboard.stack.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That it finds what it is to find. */
@NeedsBrowser
final class PageLookIT {
  private Page page;
  private PageLook look;

  @BeforeEach
  void open(BrowserContext window) {
    page = window.newPage();
    look = new PageLook(page);
  }

  /** 4.54 is the least of all greys that is enough on white. */
  @Test
  void faintTexts_greysOnWhite_areThoseBelowTheLeast() {
    page.setContent(
        """
        <p style="color: #777">faint</p>
        <p style="color: #767676">plain</p>
        <p style="color: #777" hidden>not shown</p>
        """);

    assertThat(look.faintTexts()).containsExactly("faint: 4.48");
  }

  @Test
  void faintTexts_ofOneScheme_areNotInTheOther() {
    page.setContent(
        """
        <style>
          body { background: #fff; }
          @media (prefers-color-scheme: dark) { body { background: #111; } }
        </style>
        <p style="color: #222">text</p>
        """);

    look.setScheme(ColorScheme.LIGHT);
    assertThat(look.faintTexts()).isEmpty();
    look.setScheme(ColorScheme.DARK);
    assertThat(look.faintTexts()).singleElement().asString().startsWith("text: 1.");
  }

  @Test
  void tooWide_widerThanTheScreen_namesIt() {
    page.setContent("<body style='margin: 0'><div id='it' style='width: 400px'>wide</div>");

    look.setWidth(400);
    assertThat(look.tooWide()).isEmpty();
    look.setWidth(399);
    assertThat(look.tooWide())
        .containsExactly("page: 400 of 399", "<div id=\"it\" class=\"\">: 400 of 399");
  }

  @Test
  void tooWide_cutOffByItsBox_isNot() {
    page.setContent(
        "<body style='margin: 0'><div style='overflow: auto'><p style='width: 400px'>wide</p></div>");

    look.setWidth(399);

    assertThat(look.tooWide()).isEmpty();
  }
}
