package dev.whiteboard.shortener;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.stack.browser.PageComplaints;
import java.util.List;
import java.util.Map;

/** The page of a node, open in a browser that has only this node and an example.com to go to. */
final class TestPage {
  /** The first count waits for the consumer group to form. */
  static final double FIRST_COUNT_MS = 30_000;

  /** A browser without a window says so, and is counted as a bot. */
  private static final String PERSON =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final PageComplaints complaints;
  private final Page page;

  private TestPage(Page page) {
    this.page = page;
    this.complaints = PageComplaints.of(page);
  }

  static TestPage open(BrowserContext window, TestNode node) {
    window.route(
        "https://example.com/**", route -> route.fulfill(new FulfillOptions().setBody("there")));
    window.setExtraHTTPHeaders(Map.of("User-Agent", PERSON));
    var opened = new TestPage(window.newPage());
    // A click waits until what it meets stands still.
    opened.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    opened.page.navigate(node.url("/").toString());
    return opened;
  }

  /** Errors in its scripts, and what its security policy stopped. */
  List<String> complaints() {
    return complaints.texts();
  }

  Page page() {
    return page;
  }

  Locator longUrl() {
    return page.getByLabel("Long URL");
  }

  /** The button that has this name and no other words in it. */
  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }

  /** The rows of the list. */
  Locator links() {
    return page.getByRole(AriaRole.LIST, new GetByRoleOptions().setName("Your links"))
        .locator("li");
  }

  /** A button in a row of the list. */
  Locator button(Locator row, String name) {
    return row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  /** Makes a link and answers its code. */
  String shorten(String url) {
    longUrl().fill(url);
    button("Shorten").click();
    assertThat(page.locator("#result-target")).hasText(url);
    return page.locator("#result").getAttribute("data-code");
  }

  /** Makes a link with a title and tags, and answers its code. */
  String shorten(String url, String title, String tags) {
    if (!page.locator("#title").isVisible()) {
      page.getByText("Options").click();
    }
    page.locator("#title").fill(title);
    page.locator("#tags").fill(tags);
    return shorten(url);
  }
}
