package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import dev.whiteboard.stack.process.FreePort;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of odd URLs on the whole way: the answer, the redirect, the preview. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class UrlPolicyIT {
  private static final String LINKS = "/api/v1/links";

  private static TestNode node;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    var port = Integer.toString(FreePort.find());
    node =
        TestNode.start(
            stack, "SHORTENER_PORT", port, "SHORTENER_PUBLIC_URL", "http://127.0.0.1:" + port);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTPS:\\\\EXAMPLE.com:443\\a\\..\\b c?d=ü', https://example.com/b%20c?d=%C3%BC",
    "https://example.com/%0d%0aSet-Cookie:a=b, https://example.com/%0d%0aSet-Cookie:a=b",
    "https://例え。テスト/%2F?b&a#é, https://xn--r8jz45g.xn--zckzah/%2F?b&a#%C3%A9"
  })
  void get_oddUrl_redirectsToWhatABrowserWouldMakeOfIt(String given, String kept) {
    var link = node.shorten(given);

    assertThat(link.getString("url")).isEqualTo(kept);
    assertThat(link.containsKey("warnings")).isFalse();
    assertThat(node.get("/" + link.getString("code")).headers().allValues("Location"))
        .containsExactly(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java\tscript:alert(1)",
        "https://example.com/\r\nSet-Cookie: a=b",
        "https://google.com@evil.example",
        "http://0x7f.1/",
        "http://１２７。0。0。1/",
        "http://[::ffff:10.0.0.1]/",
        "http://intranet/"
      })
  void post_urlThatIsRefused_saysWhy(String url) {
    var answer = node.post(LINKS, new JsonObject().put("url", url).encode());

    assertThat(answer.statusCode()).isEqualTo(400);
    var error = new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("field")).isEqualTo("url");
    assertThat(error.getString("detail")).startsWith("must not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/abc", "https://0X7F.1.:444/", "http://2130706433/"})
  void post_urlOfOurOwn_isRefusedInAnySpelling(String url) {
    assertThat(node.post(LINKS, new JsonObject().put("url", url).encode()).body())
        .contains("must not lead to this shortener");
  }

  @Test
  void preview_hostThatLooksLikeAnother_showsBothFormsAndAWarning() {
    var link = node.shorten("https://аррӏе.com/login");

    var warning = link.getJsonArray("warnings").getString(0);
    assertThat(warning).contains("аррӏе.com", "xn--80ak6aa92e.com");
    assertThat(node.get("/" + link.getString("code") + "+").body())
        .contains("<bdi>аррӏе.com</bdi>", "<p class=\"notice\">" + warning + "</p>");
  }

  @Test
  void preview_honestInternationalHost_isShownAsItsOwnerWritesItWithoutAWarning() {
    var link = node.shorten("https://bücher.example/");

    assertThat(node.get("/" + link.getString("code") + "+").body())
        .contains("<bdi>bücher.example</bdi>", "xn--bcher-kva.example", "<p class=\"notice\"></p>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"API", "assets", "Health", "openapi", "%61pi", "robots.txt", ".well-known"})
  void post_aliasThatIsOurs_is422(String alias) {
    var body = new JsonObject().put("url", "https://example.com/").put("alias", alias);

    assertThat(node.post(LINKS, body.encode()).statusCode()).isEqualTo(422);
  }
}
