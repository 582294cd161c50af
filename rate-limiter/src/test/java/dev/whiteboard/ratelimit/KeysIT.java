package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it stands with keys, and that they can be made new. */
@NeedsStack(Server.REDIS)
final class KeysIT {
  private static final String DOMAIN = "d" + UUID.randomUUID();

  private static final String RULES =
      """
      rules:
        - { name: shared, domain: $domain, match: { user: "*" }, algorithm: gcra, limit: 5, per: 300d }
        - { name: here, domain: $domain, match: { ip: "*" }, algorithm: token-bucket, limit: 5, per: 300d, store: local }
        - { name: leased, domain: $domain, match: { leased: "*" }, algorithm: gcra, limit: 40, per: 300d, lease: 10 }
        - { name: watched, domain: $domain, match: { user: "*" }, algorithm: fixed-window, limit: 9, per: 300d, shadow: true }
      """
          .replace("$domain", DOMAIN);

  private static TestNode node;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    node =
        TestNode.start(
            stack.redisUrl(),
            Map.of(
                "RATELIMIT_RULES_FILE", file.toString(),
                "RATELIMIT_REDIS_PREFIX", stack.redisKeyPrefix()));
    await().until(() -> "redis".equals(source("user", UUID.randomUUID().toString())));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void get_sharedKey_tellsHowItStands_andTakesNothing() {
    node.check(DOMAIN, 2, "user", "a");

    for (var i = 0; i < 3; i++) {
      var key = key("user=a", "shared");
      assertThat(key.getBoolean("allowed")).isTrue();
      assertThat(key.getBoolean("shadow")).isFalse();
      assertThat(key.getString("algorithm")).isEqualTo("gcra");
      assertThat(key.getString("source")).isEqualTo("redis");
      assertThat(key.getLong("limit")).isEqualTo(5);
      assertThat(key.getLong("remaining")).isEqualTo(3);
      assertThat(key.getLong("resetAfterMs")).isPositive();
    }
    assertThat(key("user=a", "watched").getLong("remaining")).isEqualTo(7);
    assertThat(key("user=a", "watched").getBoolean("shadow")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "ip"})
  void delete_spentKey_isNew(String name) {
    assertThat(node.check(DOMAIN, 5, name, "b").statusCode()).isEqualTo(200);
    assertThat(node.check(DOMAIN, name, "b").statusCode()).isEqualTo(429);

    var answer = node.admin("DELETE", path(name + "=b"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getLong("forgotten"))
        .isEqualTo(name.equals("user") ? 2 : 0);
    assertThat(node.check(DOMAIN, 5, name, "b").statusCode()).isEqualTo(200);
    assertThat(node.check(DOMAIN, name, "c").statusCode()).isEqualTo(200);
  }

  @Test
  void delete_leasedKey_dropsItsSliceToo() {
    await().until(() -> "leased".equals(source("leased", "d")));

    node.admin("DELETE", path("leased=d"));

    assertThat(node.check(DOMAIN, 40, "leased", "d").statusCode()).isEqualTo(200);
    assertThat(node.check(DOMAIN, "leased", "d").statusCode()).isEqualTo(429);
  }

  @Test
  void get_valueThatHasToBeEscaped_isTheSameKey() {
    node.check(DOMAIN, 4, "ip", "ü/&= +\"");

    assertThat(key("ip=%C3%BC%2F%26%3D%20%2B%22", "here").getLong("remaining")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere?user=a", "nowhere"})
  void unknownDomain_hasNoKeys(String query) {
    var told = node.admin("GET", "/v1/keys/" + query);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(told.body()).getJsonArray("keys").isEmpty()).isTrue();

    var forgotten = node.admin("DELETE", "/v1/keys/" + query);
    assertThat(forgotten.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(forgotten.body()).getLong("forgotten")).isZero();
  }

  @Test
  void badQuery_isAProblem() {
    assertThat(node.admin("GET", path("user=a&user=b")).statusCode()).isEqualTo(400);
    assertThat(node.admin("DELETE", path("user=" + "v".repeat(513))).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void keys_withoutTheAdminKey_areRefused(String method) {
    node.check(DOMAIN, 5, "ip", "e");

    assertThat(node.send(method, path("ip=e")).statusCode()).isEqualTo(401);
    assertThat(node.send(method, path("ip=e"), "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(403);

    assertThat(node.check(DOMAIN, "ip", "e").statusCode()).isEqualTo(429);
  }

  private static JsonObject key(String query, String rule) {
    var answer = node.admin("GET", path(query));
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body())
        .getJsonArray("keys").stream()
            .map(JsonObject.class::cast)
            .filter(key -> key.getString("rule").equals(rule))
            .findAny()
            .orElseThrow();
  }

  private static String path(String query) {
    return "/v1/keys/" + DOMAIN + "?" + query;
  }

  private static String source(String name, String value) {
    return new JsonObject(node.check(DOMAIN, name, value).body()).getString("source");
  }
}
