package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.shortener.limit.LimitSettings;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens past the limits. Each test comes from an address of its own, through a proxy; the
 * limits are so low that none of their permits comes back while the test runs.
 */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class LimitsIT {
  private static final String LINK = "{\"url\":\"https://example.com/\"}";

  private static TestNode node;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node =
        TestNode.start(
            stack,
            "SHORTENER_TRUSTED_PROXIES",
            "127.0.0.0/8,::1",
            "SHORTENER_CREATIONS_PER_MINUTE",
            "3",
            "SHORTENER_KEY_CREATIONS_PER_MINUTE",
            "4",
            "SHORTENER_UNKNOWN_CODES_PER_MINUTE",
            "2");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void settings_nothingSet_areWhatIsPromised() {
    assertThat(LimitSettings.read(Settings.of(Map.of(), List.of())))
        .isEqualTo(new LimitSettings(1_000, 100_000, 300));
  }

  @Test
  void create_pastTheLimit_is429ForThisAddress_andFineForAnother() {
    for (var left = 2; left >= 0; left--) {
      var made = create("192.0.2.1");
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(made.headers().firstValue("RateLimit").orElse(""))
          .startsWith("\"links-per-address\";r=" + left);
    }

    var refused = create("192.0.2.1");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 30L);
    assertThat(new JsonObject(refused.body()).getString("title")).isEqualTo("Quota exceeded");
    assertThat(create("192.0.2.2").statusCode()).isEqualTo(201);
  }

  @Test
  void create_anIpv6Network_isOneClient() {
    for (var i = 1; i <= 3; i++) {
      assertThat(create("2001:db8:0:1::" + i).statusCode()).isEqualTo(201);
    }

    assertThat(create("2001:db8:0:1::4").statusCode()).isEqualTo(429);
    assertThat(create("2001:db8:0:2::1").statusCode()).isEqualTo(201);
  }

  @Test
  void bulk_pastTheLimit_isAProblemForEachLineBeyond() {
    var key = node.newKey("test");
    var answer = node.bulk(key, (LINK + "\n").repeat(6));

    var statuses =
        answer.body().lines().map(line -> new JsonObject(line).getInteger("status", 201)).toList();
    assertThat(statuses).containsExactly(201, 201, 201, 201, 429, 429);
  }

  @Test
  void redirect_manyUnknownCodes_is429BeforeALookup_andLinksInMemoryGoOn() {
    var known = "/" + node.shorten("https://example.com/hot").getString("code");
    var guesser = "198.51.100.1";
    for (var i = 0; i < 2; i++) {
      assertThat(get("/unknown-l" + i, guesser).statusCode()).isEqualTo(404);
    }

    var refused = get("/unknown-l9", guesser);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 30L);
    assertThat(new JsonObject(refused.body()).getString("title"))
        .isEqualTo("Too many unknown codes");
    var page = node.get("/unknown-l9", "X-Forwarded-For", guesser, "Accept", "text/html,*/*;q=0.8");
    assertThat(page.statusCode()).isEqualTo(429);
    assertThat(page.body()).contains("<h1>Too many codes without a link</h1>");
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    assertThat(get("/unknown-l9+", guesser).statusCode()).isEqualTo(429);
    assertThat(get("/api/v1/links/unknown-l9/qr", guesser).statusCode()).isEqualTo(429);
    assertThat(get(known, guesser).statusCode()).isEqualTo(302);
    assertThat(get("/unknown-l9", "198.51.100.2").statusCode()).isEqualTo(404);
    assertThat(node.metric("shortener_redirects_total", "outcome=\"limited\"")).isEqualTo(2);
  }

  private static HttpResponse<String> create(String address) {
    return node.post("/api/v1/links", LINK, "X-Forwarded-For", address);
  }

  private static HttpResponse<String> get(String path, String address) {
    return node.get(path, "X-Forwarded-For", address);
  }
}
