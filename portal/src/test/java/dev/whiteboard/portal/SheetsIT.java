package dev.whiteboard.portal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sheets to print: one page each, and readable on a screen too. */
@NeedsBrowser
final class SheetsIT {
  private static final Path SHEETS = DocPage.ROOT.resolve("docs/sheets");
  private static final int SYSTEMS = 4;
  private static final int QUESTIONS = 5;
  private static final List<Integer> PHONES = List.of(320, 390);

  private static final Pattern STYLE = Pattern.compile("(?s)<style>.*?</style>");
  private static final Pattern LOADED = Pattern.compile("\\bsrc=|url\\(\"?[^#)]|@import|<link");
  private static final Pattern PRINTED = Pattern.compile("/Type\\s*/Page\\b");

  static List<Path> sheets() throws IOException {
    try (var files = Files.list(SHEETS)) {
      return files.sorted().toList();
    }
  }

  private static Page open(BrowserContext window, Path sheet) {
    var page = window.newPage();
    page.navigate(sheet.toUri().toString());
    return page;
  }

  @ParameterizedTest
  @MethodSource("sheets")
  void sheet_printed_isOnePage(Path sheet, BrowserContext window) {
    var pdf = open(window, sheet).pdf(new Page.PdfOptions().setPreferCSSPageSize(true));

    assertThat(PRINTED.matcher(new String(pdf, ISO_8859_1)).results()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("sheets")
  void sheet_onAScreen_isReadable_inEitherScheme_andOnAPhone(Path sheet, BrowserContext window) {
    var look = new PageLook(open(window, sheet));
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      look.setScheme(scheme);
      assertThat(look.faintTexts()).as("%s", scheme).isEmpty();
    }
    for (var width : PHONES) {
      look.setWidth(width);
      assertThat(look.tooWide()).as("%d", width).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("sheets")
  void sheet_hasWhatIsLookedFor_andLoadsNothing(Path sheet, BrowserContext window)
      throws IOException {
    var page = open(window, sheet);

    assertThat(page.locator("h2").allTextContents())
        .hasSize(7)
        .contains("Requirements", "Numbers", "Drawing", "Alternatives, measured", "Asked next");
    assertThat(page.locator("svg[aria-label]").count()).isEqualTo(1);
    assertThat(page.locator("dt").count()).isEqualTo(QUESTIONS);
    assertThat(Files.readString(sheet)).doesNotContainPattern(LOADED);
  }

  @Test
  void sheets_haveOneStyle() throws IOException {
    var styles = new HashSet<String>();
    for (var sheet : sheets()) {
      var style = STYLE.matcher(Files.readString(sheet));
      assertThat(style.find()).isTrue();
      styles.add(style.group());
    }
    assertThat(sheets()).hasSize(SYSTEMS);
    assertThat(styles).hasSize(1);
  }
}
