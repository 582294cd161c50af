package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short links asked with other methods than GET, and under other spellings of their path. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class MethodsIT {
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "DELETE");

  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    one = TestNode.start(stack);
    other = TestNode.start(stack);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  /** RFC 9110, sections 15.4.8 and 15.4.9: the method must not change on the way. */
  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void write_linkThatKeepsTheMethod_redirectsAndIsAVisit(int status) {
    var link = link(status);
    var path = "/" + link.getString("code");

    for (var method : WRITES) {
      for (var node : List.of(other, one)) { // not in the other's memory at first
        var answer = node.send(method, path, "tea=assam");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location")).hasValue("https://example.com/");
      }
    }

    assertThat(one.send("OPTIONS", path, "").headers().firstValue("Allow"))
        .hasValue("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> one.stats(link, "").getLong("visits") == 2L * WRITES.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302})
  void write_linkThatDoesNot_is405(int status) {
    var path = "/" + link(status).getString("code");

    for (var method : WRITES) {
      for (var node : List.of(other, one)) {
        var answer = node.send(method, path, "tea=assam");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
      }
    }
    assertThat(one.send("OPTIONS", path, "").headers().firstValue("Allow"))
        .hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void write_limitedLink_spendsAVisit_optionsDoesNot() {
    var path =
        "/"
            + one.shorten(
                    new JsonObject()
                        .put("url", "https://example.com/")
                        .put("redirect", 307)
                        .put("maxVisits", 1))
                .getString("code");

    assertThat(one.send("OPTIONS", path, "").statusCode()).isEqualTo(204);
    assertThat(one.send("POST", path, "tea=assam").statusCode()).isEqualTo(307);
    assertThat(one.send("POST", path, "tea=assam").statusCode()).isEqualTo(410);
  }

  @Test
  void write_unknownCode_is404_reservedWord_is405() {
    assertThat(one.send("POST", "/unknown9", "tea=assam").statusCode()).isEqualTo(404);
    assertThat(one.send("POST", "/metrics", "tea=assam").statusCode()).isEqualTo(405);
    assertThat(one.send("TRACE", "/" + link(307).getString("code"), "").statusCode())
        .isEqualTo(405);
  }

  /** RFC 3986, section 6.2.2.2: {@code %61} is another spelling of an a. */
  @Test
  void get_percentEncodedCode_redirects() {
    var code = link(302).getString("code");

    assertThat(one.get("/%" + Integer.toHexString(code.charAt(0)) + code.substring(1)).statusCode())
        .isEqualTo(302);
    assertThat(one.get("/%6Detrics").statusCode()).isEqualTo(200);
    assertThat(one.get("/" + code + "%2B").body()).contains("https://example.com/");
  }

  /** A NUL is no character that PostgreSQL takes. */
  @Test
  void get_codeWithNul_is404() {
    var bearer = "Bearer " + link(302).getString("manageToken");

    for (var path :
        List.of(
            "/a%00b", "/a%00b+", "/api/v1/links/a%00b/qr", "/api/v1/links/a%00b", "/%C3%A4%FF+")) {
      assertThat(one.get(path, "Authorization", bearer).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(
            one.delete("/api/v1/keys/a%00b", "Authorization", "Bearer " + TestNode.ADMIN_KEY)
                .statusCode())
        .isEqualTo(404);
  }

  private static JsonObject link(int status) {
    return one.shorten(new JsonObject().put("url", "https://example.com/").put("redirect", status));
  }
}
