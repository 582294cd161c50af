package dev.whiteboard.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.portal.page.Board;
import dev.whiteboard.portal.page.PortalService;
import dev.whiteboard.portal.page.PortalSettings;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageComplaints;
import dev.whiteboard.stack.browser.PageLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The drawings of the project's pages, each in a browser: that they are drawn, and can be read. */
@NeedsBrowser
final class DrawingsIT {
  private static final Pattern DRAWING = Pattern.compile("(?m)^```mermaid$");
  private static final Path UNUSED = Path.of("unused");
  private static final double DEADLINE_MS = Duration.ofSeconds(30).toMillis();
  private static final int PHONE = 320;

  private static PortalService portal;

  @BeforeAll
  static void start() throws IOException {
    portal =
        PortalService.start(
            new PortalSettings("127.0.0.1", 0, UNUSED, DocPage.ROOT),
            new Board(Instant.now(), List.of()));
  }

  @AfterAll
  static void stop() {
    portal.close();
  }

  /** All with a drawing, by their paths. */
  static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (var page : DocPage.all(".md")) {
      if (drawings(page) > 0) {
        pages.add(page);
      }
    }
    return pages;
  }

  private static long drawings(Path page) throws IOException {
    return DRAWING.matcher(DocPage.read(page).text()).results().count();
  }

  private static void open(Page page, Path path) throws IOException {
    page.navigate(portal.url().resolve("/code/" + path).toString());
    var expected = drawings(path);
    assertThat(page.locator("html"))
        .hasAttribute(
            "data-drawn",
            Long.toString(expected),
            new HasAttributeOptions().setTimeout(DEADLINE_MS));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void drawings_ofEachPage_areDrawn_inEitherScheme_andOnAPhone(Path path, BrowserContext window)
      throws IOException {
    var page = window.newPage();
    var complaints = PageComplaints.of(page);
    var look = new PageLook(page);

    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      look.setScheme(scheme);
      open(page, path);
      assertThat(page.locator(".diagram svg").first()).isVisible();
      assertThat(look.faintTexts()).as("%s", scheme).isEmpty();
    }
    look.setWidth(PHONE);

    assertThat(look.tooWide()).isEmpty();
    assertThat(complaints.texts()).isEmpty();
  }

  @Test
  void pages_withDrawings_areSome() throws IOException {
    assertThat(pages())
        .contains(Path.of("url-shortener/README.md"), Path.of("docs/architecture.md"));
  }
}
