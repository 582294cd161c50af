package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.junit.NeedsStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each rule promised for a Redis that is away, and that all is well when it is back. */
@NeedsStack({})
@Timeout(120)
final class DegradeIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  /** The longest that anybody waits for an answer, whatever is away. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private static final int LEASE = 40;

  private static final String RULES =
      """
      rules:
        - { name: allow, domain: shop, match: { allow: "*" }, algorithm: gcra, limit: 1, per: 300d, onStoreFailure: allow }
        - { name: deny, domain: shop, match: { deny: "*" }, algorithm: gcra, limit: 1000, per: 300d, onStoreFailure: deny }
        - { name: local, domain: shop, match: { local: "*" }, algorithm: gcra, limit: 4, per: 300d, onStoreFailure: local }
        - { name: held, domain: shop, match: { held: "*" }, algorithm: concurrency, limit: 1, per: 1h, onStoreFailure: local }
        - { name: leased, domain: shop, match: { leased: "*" }, algorithm: gcra, limit: 1000, per: 300d, lease: 40, onStoreFailure: deny }
      """;

  private static EmbeddedRedis redis;
  private static TestNode node;

  /** No two tests have a key in common. */
  private String key = "";

  enum Outage {
    STOPPED {
      @Override
      void begin() {
        redis.stop();
      }

      @Override
      void end() {
        redis.restart();
      }
    },
    PAUSED {
      @Override
      void begin() {
        redis.pause();
      }

      @Override
      void end() {
        redis.resume();
      }
    };

    abstract void begin();

    abstract void end();
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    node =
        TestNode.start(
            redis.url(),
            Map.of(
                "RATELIMIT_RULES_FILE", file.toString(),
                "RATELIMIT_NODES", "2",
                "RATELIMIT_STORE_DEADLINE_MS", "200"));
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  @BeforeEach
  void begin() {
    key = UUID.randomUUID().toString();
    awaitBack();
  }

  @AfterEach
  void end() {
    awaitBack();
  }

  @ParameterizedTest
  @EnumSource
  void away_eachRuleAnswersAsPromised_andInTime(Outage outage) {
    assertThat(check("allow").statusCode()).isEqualTo(200);
    assertThat(check("allow").statusCode()).isEqualTo(429);
    var failures = failures();
    outage.begin();
    try {
      assertAllowed(check("allow"));
      assertDenied(check("deny"));
      assertLocal();
      assertHeld();
      assertThat(failures()).isGreaterThanOrEqualTo(failures + 4);
    } finally {
      outage.end();
    }
    awaitBack();
    assertThat(check("deny").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void away_isNotReadyAndSaysWhy_butLives(Outage outage) {
    outage.begin();
    try {
      awaitTrue(() -> {
        var answer = node.send("GET", "/health/ready");
        return answer.statusCode() == 503
            && new JsonObject(answer.body()).getJsonArray("down").contains("redis");
      });
      assertThat(node.send("GET", "/health/live").statusCode()).isEqualTo(200);
      assertThat(node.putRules("application/yaml", RULES).statusCode()).isEqualTo(503);
      assertThat(node.admin("DELETE", "/v1/keys/shop?deny=" + key).statusCode()).isEqualTo(503);
      assertThat(node.admin("GET", "/v1/keys/shop?deny=" + key).statusCode()).isEqualTo(200);
    } finally {
      outage.end();
    }
    awaitTrue(() -> node.send("GET", "/health/ready").statusCode() == 200);
  }

  @ParameterizedTest
  @EnumSource
  void away_leasedRule_goesOnWithinItsSlice(Outage outage) {
    awaitTrue(() -> "leased".equals(source(check("leased"))));
    outage.begin();
    try {
      var admitted = 0;
      var answer = check("leased");
      while (answer.statusCode() == 200) {
        assertThat(source(answer)).isEqualTo("leased");
        admitted++;
        answer = check("leased");
      }
      assertThat(admitted).isBetween(1, LEASE);
      assertDenied(answer);
    } finally {
      outage.end();
    }
    awaitBack();
    awaitTrue(() -> check("leased").statusCode() == 200);
  }

  @Test
  void startedWhileAway_answersAsPromised_andGoesOnWhenItIsThere(@TempDir Path folder)
      throws Exception {
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    redis.stop();
    try (var early = TestNode.start(redis.url(), Map.of("RATELIMIT_RULES_FILE", file.toString()))) {
      assertThat(early.check("shop", "allow", key).statusCode()).isEqualTo(200);
      assertThat(early.check("shop", "deny", key).statusCode()).isEqualTo(429);
      redis.restart();
      awaitTrue(() -> "redis".equals(source(early.check("shop", "deny", key))));
    } finally {
      redis.restart();
    }
  }

  private void assertLocal() {
    assertAllowed(check("local"));
    assertAllowed(check("local"));
    var denied = check("local"); // it is one of two nodes, and has half of the limit
    assertThat(denied.statusCode()).isEqualTo(429);
    assertThat(source(denied)).isEqualTo("local");
  }

  private void assertHeld() {
    var held = check("held");
    assertAllowed(held);
    assertThat(check("held").statusCode()).isEqualTo(429);
    var permit = new JsonObject().put("permit", json(held).getString("permit")).encode();
    assertThat(node.post("/v1/release", permit).statusCode()).isEqualTo(204);
    assertAllowed(check("held"));
  }

  private static void assertAllowed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(source(answer)).isEqualTo("local");
  }

  private static void assertDenied(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(source(answer)).isEqualTo("local");
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  private HttpResponse<String> check(String rule) {
    var began = System.nanoTime();
    var answer = node.check("shop", rule, key);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ANSWER_MAX);
    return answer;
  }

  private static double failures() {
    var metric =
        Pattern.compile("^ratelimit_store_failures_total(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
            .matcher(node.send("GET", "/metrics").body());
    return metric.results().mapToDouble(found -> Double.parseDouble(found.group(1))).sum();
  }

  private static void awaitBack() {
    awaitTrue(() -> "redis".equals(source(node.check("shop", "deny", "back"))));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    await().atMost(BACK_WITHIN).until(condition::getAsBoolean);
  }

  private static String source(HttpResponse<String> answer) {
    return json(answer).getString("source");
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
