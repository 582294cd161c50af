package dev.whiteboard.cdn;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.stack.browser.PageComplaints;
import java.util.List;

/** The control plane's page, open in a browser. */
final class TestPage {
  private final PageComplaints complaints;
  private final Page page;

  private TestPage(Page page) {
    this.page = page;
    this.complaints = PageComplaints.of(page);
    page.setDefaultTimeout((double) TestWorld.SOON.toMillis());
  }

  /** Opens it for one who wants no motion, so that what it shows is there at once. */
  static TestPage open(BrowserContext window, TestWorld world) {
    var opened = new TestPage(window.newPage());
    opened.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    opened.page.navigate(world.url().toString());
    assertThat(opened.page.locator("#live")).hasText("Live");
    return opened;
  }

  /** Errors in its scripts, and what its security policy stopped. */
  List<String> complaints() {
    return complaints.texts();
  }

  Page page() {
    return page;
  }

  Locator at(String selector) {
    return page.locator(selector);
  }

  /** A node of the drawing. */
  Locator node(String name) {
    return page.locator("#world [data-node='" + name + "']");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  TestPage tab(String name) {
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name)).click();
    return this;
  }

  /** Sends a request, and waits for what is said of it. */
  void ask(String edge, String path) {
    at("#ask-edge").selectOption(edge);
    at("#ask-path").fill(path);
    page.waitForResponse("**/v1/try", button("Send a request")::click);
  }

  void assertMark(String node, String kind) {
    assertThat(node(node)).hasAttribute("data-mark", kind);
  }

  /** Fills in the key that the page asks for. */
  void giveKey(String key) {
    at("#key").fill(key);
    button("Use it").click();
  }
}
