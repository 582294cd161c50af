package dev.whiteboard.capacity.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.whiteboard.capacity.result.ExampleResults.empty;
import static dev.whiteboard.capacity.result.ExampleResults.measurements;
import static dev.whiteboard.capacity.result.ExampleResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Simulation;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageComplaints;
import dev.whiteboard.stack.browser.PageLook;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a file in a browser: it can be read, it fits, and it needs nothing else. */
@NeedsBrowser
final class CapacityPageIT {
  @TempDir Path folder;

  private Page page;
  private PageLook look;
  private PageComplaints complaints;

  @BeforeEach
  void open(BrowserContext window) {
    page = window.newPage();
    look = new PageLook(page);
    complaints = PageComplaints.of(page);
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(complaints.texts()).isEmpty();
  }

  private void show(JsonObject document) throws IOException {
    var sheet =
        Sheet.of(Instant.EPOCH, Inputs.asStated(), measurements(folder, document), Simulation.NONE);
    var file = Files.writeString(folder.resolve("capacity.html"), HtmlSheet.of(sheet));
    page.navigate(file.toUri().toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) throws IOException {
    look.setScheme(scheme);
    show(whole());

    assertThat(look.faintTexts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 600, 830, 1_200})
  void page_onAnyScreen_isNoWiderThanIt(int width) throws IOException {
    look.setWidth(width);
    show(whole());
    page.locator("summary").all().forEach(each -> each.click());

    assertThat(look.tooWide()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 1_200})
  void page_withoutResults_fitsToo(int width) throws IOException {
    look.setWidth(width);
    show(empty());

    assertThat(look.tooWide()).isEmpty();
    assertThat(page.getByText("Nothing is measured yet")).isVisible();
  }

  /** CSS pixels between the margins of A4. */
  @Test
  void page_onPaper_isNoWiderThanIt() throws IOException {
    look.setWidth(718);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    show(whole());

    assertThat(look.tooWide()).isEmpty();
  }

  @Test
  void mark_followed_leadsToItsClaim() throws IOException {
    show(whole());

    page.locator(".bell a").getByText("chat.bandwidth", exact()).click();

    assertThat(page.locator("tbody:target")).containsText("Fan-out is missing");
  }

  private static Locator.GetByTextOptions exact() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  /** Pictures have a name, tables a caption. */
  @Test
  void picturesAndTables_sayWhatTheyAre() throws IOException {
    show(whole());

    assertThat(page.locator("svg:not([aria-hidden]):not(svg svg):not([aria-label])")).hasCount(0);
    assertThat(page.locator("table:not(:has(caption))")).hasCount(0);
    assertThat(page.locator("svg.curve")).hasCount(2);
  }
}
