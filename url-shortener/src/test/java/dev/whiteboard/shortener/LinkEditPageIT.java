package dev.whiteboard.shortener;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links changed, deleted and listed on the page, in a real browser. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class LinkEditPageIT {
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

  @Test
  void edit_urlAndTitle_redirectsThereAndIsListedSo() {
    var code = shortener.shorten("https://example.com/before");
    edit();
    page.locator("#edit-url").fill("https://example.com/after");
    page.locator("#edit-title").fill("Renamed");
    shortener.button("Save").click();

    assertThat(shortener.links()).containsText("Renamed");
    assertThat(shortener.links()).containsText("https://example.com/after");
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(node.get("/" + code).headers().firstValue("Location"))
                .hasValue("https://example.com/after"));
  }

  @Test
  void edit_oneField_sendsThatFieldAlone() {
    shortener.shorten("https://example.com/one-field", "Old", "kept");
    edit();
    page.locator("#edit-title").fill("New");

    var sent =
        page.waitForRequest(
            request -> request.method().equals("PATCH"), shortener.button("Save")::click);

    assertThat(new JsonObject(sent.postData())).isEqualTo(new JsonObject().put("title", "New"));
    assertThat(shortener.links()).containsText("kept");
  }

  @Test
  void edit_emptiedField_isClearedAndStaysSoAfterAReload() {
    shortener.shorten("https://example.com/emptied", "A title", "a, b");
    edit();
    page.locator("#edit-title").fill("");
    page.locator("#edit-tags").fill("b");
    shortener.button("Save").click();
    assertThat(page.locator("#edit-dialog")).isHidden();

    page.reload();
    edit();

    assertThat(page.locator("#edit-title")).hasValue("");
    assertThat(page.locator("#edit-tags")).hasValue("b");
  }

  @Test
  void edit_badUrl_isSaidBesideTheFieldAndNothingIsLost() {
    shortener.shorten("https://example.com/bad");
    edit();
    page.locator("#edit-url").fill("http://127.0.0.1/");
    page.locator("#edit-title").fill("Typed");
    shortener.button("Save").click();

    assertThat(page.locator("#edit-url-error")).containsText("loopback");
    assertThat(page.locator("#edit-url")).isFocused();
    assertThat(page.locator("#edit-title")).hasValue("Typed");
  }

  @Test
  void edit_escape_changesNothing() {
    shortener.shorten("https://example.com/escape", "As it was", "");
    edit();
    page.locator("#edit-title").fill("Changed");
    page.keyboard().press("Escape");

    assertThat(page.locator("#edit-dialog")).isHidden();
    assertThat(shortener.links()).containsText("As it was");
    assertThat(shortener.button(shortener.links(), "Edit")).isFocused();
  }

  @Test
  void delete_confirmed_leadsNowhereAndIsNotListed() {
    var code = shortener.shorten("https://example.com/delete");
    edit();
    page.locator("#edit-delete").click();
    shortener.button(page.locator("#delete-dialog"), "Delete").click();

    assertThat(shortener.links()).hasCount(0);
    assertThat(page.locator("dialog[open]")).hasCount(0);
    Awaitility.await()
        .untilAsserted(() -> assertThat(node.get("/" + code).statusCode()).isEqualTo(410));
  }

  @Test
  void delete_keptInstead_redirectsOn() {
    var code = shortener.shorten("https://example.com/keep");
    edit();
    page.locator("#edit-delete").click();
    assertThat(shortener.button("Keep it")).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("#delete-dialog")).isHidden();
    assertThat(node.get("/" + code).statusCode()).isEqualTo(302);
  }

  @Test
  void apiKey_notValid_isSaidBesideTheField() {
    shortener.button("Use an API key").click();
    page.locator("#key").fill("not-a-key");
    page.keyboard().press("Enter");

    assertThat(page.locator("#key-error")).containsText("not valid");
  }

  @Test
  void apiKey_used_listsItsLinksPageByPage() {
    use(newKey(23));

    assertThat(shortener.links()).hasCount(20);
    shortener.button("Load more").click();
    assertThat(shortener.links()).hasCount(23);
    assertThat(shortener.button("Load more")).isHidden();
  }

  @Test
  void apiKey_search_isTheServices() {
    use(newKey(23));

    page.getByLabel("Search your links").fill("campaign 7");
    assertThat(shortener.links()).hasCount(1);
    page.getByLabel("Search your links").fill("");
    page.locator("#tag").selectOption("odd");
    assertThat(shortener.links()).hasCount(11);
  }

  @Test
  void apiKey_shorten_isTheKeysAndCanBeEdited() {
    use(newKey(0));
    shortener.shorten("https://example.com/with-a-key");
    edit();
    page.locator("#edit-title").fill("By key");
    shortener.button("Save").click();
    assertThat(shortener.links()).containsText("By key");

    page.reload();

    assertThat(shortener.links()).containsText("By key");
  }

  @Test
  void apiKey_forgotten_showsThisBrowsersLinksAgain() {
    shortener.shorten("https://example.com/mine");
    use(newKey(2));
    assertThat(shortener.links()).hasCount(2);

    shortener.button("Forget the key").click();

    assertThat(shortener.links()).hasCount(1);
    assertThat(shortener.links()).containsText("https://example.com/mine");
  }

  private void edit() {
    shortener.button(shortener.links(), "Edit").click();
    assertThat(page.locator("#edit-dialog")).isVisible();
  }

  private void use(String key) {
    shortener.button("Use an API key").click();
    page.locator("#key").fill(key);
    page.keyboard().press("Enter");
    assertThat(page.locator("#key-dialog")).isHidden();
  }

  /** A new API key with so many links. */
  private static String newKey(int links) {
    var made =
        node.post(
            "/api/v1/keys", "{\"name\":\"page\"}", "Authorization", "Bearer " + TestNode.ADMIN_KEY);
    var key = new JsonObject(made.body()).getString("key");
    for (var i = 0; i < links; i++) {
      var link =
          new JsonObject()
              .put("url", "https://example.com/" + i)
              .put("title", "Campaign " + i)
              .put("tags", new JsonArray().add(i % 2 == 0 ? "even" : "odd"));
      node.post("/api/v1/links", link.encode(), "Authorization", "Bearer " + key);
    }
    return key;
  }
}
