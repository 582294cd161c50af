package dev.whiteboard.shortener;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page, in a real browser. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageIT {
  /** The first count waits for the consumer group to form. */
  private static final double FIRST_COUNT_MS = 30_000;

  private static TestNode node;

  private final List<String> complaints = new ArrayList<>();
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
    window.route(
        "https://example.com/**", route -> route.fulfill(new FulfillOptions().setBody("there")));
    page = window.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.text().contains("Content Security Policy")) {
        complaints.add(message.text());
      }
    });
    page.navigate(node.url("/").toString());
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(complaints).isEmpty();
  }

  @Test
  void shorten_follow_seeTheVisitCounted() {
    page.getByLabel("Long URL").fill("https://example.com/a/long/one");
    button("Shorten").click();

    var link = page.locator("#result-link");
    assertThat(link).isVisible();
    var landed = page.context().waitForPage(link::click);
    landed.waitForURL("https://example.com/a/long/one");

    var row =
        page.getByRole(AriaRole.LIST, new GetByRoleOptions().setName("Your links")).locator("li");
    assertThat(row).hasCount(1);
    assertThat(row.locator("[data-visits]"))
        .hasText("1", new HasTextOptions().setTimeout(FIRST_COUNT_MS));
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send a visit")).click();
    assertThat(row.locator("[data-visits]"))
        .hasText("2", new HasTextOptions().setTimeout(FIRST_COUNT_MS));
  }

  @Test
  void shorten_byKeyboardAlone_works() {
    page.getByLabel("Long URL").focus();
    page.keyboard().type("https://example.com/keyboard");
    page.keyboard().press("Enter");

    assertThat(button("Copy")).isFocused();
  }

  @Test
  void shorten_badUrl_isSaidBesideTheField() {
    page.getByLabel("Long URL").fill("http://127.0.0.1/");
    button("Shorten").click();

    assertThat(page.locator("#url-error"))
        .containsText("loopback", new ContainsTextOptions().setIgnoreCase(true));
    assertThat(page.getByLabel("Long URL")).hasAttribute("aria-invalid", "true");
  }

  @Test
  void shorten_aliasTaken_isSaidBesideTheField() {
    node.shorten(new JsonObject().put("url", "https://example.com/").put("alias", "page-alias"));
    page.getByLabel("Long URL").fill("https://example.com/");
    page.getByText("Options").click();
    page.getByLabel("Custom alias").fill("page-alias");
    button("Shorten").click();

    assertThat(page.locator("#alias-error")).containsText("taken");
  }

  @Test
  void preview_link_saysWhereItLeads() {
    var code = node.shorten("https://example.com/preview-me").getString("code");

    page.navigate(node.url("/" + code + "+").toString());

    assertThat(page.getByText("https://example.com/preview-me")).isVisible();
  }

  @Test
  void page_onAPhone_doesNotScrollSideways() {
    page.setViewportSize(360, 740);
    page.getByLabel("Long URL").fill("https://example.com/" + "long".repeat(100));
    button("Shorten").click();
    assertThat(page.locator("#result-link")).isVisible();

    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }
}
