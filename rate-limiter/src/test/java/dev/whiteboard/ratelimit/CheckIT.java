package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.ratelimit.web.StructuredFields;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks over HTTP, on two nodes. */
@NeedsStack(Server.REDIS)
final class CheckIT {
  /** Counters in Redis outlive a run where the server does: no two runs have a domain in common. */
  private static final String DOMAIN = "d" + UUID.randomUUID();

  private static final String RULES =
      """
      rules:
        - { name: shared, domain: $domain, match: { user: "*" }, algorithm: gcra, limit: 3, per: 1h }
        - { name: here, domain: $domain, match: { ip: "*" }, algorithm: token-bucket, limit: 3, per: 1h, store: local }
        - { name: soon, domain: $domain, match: { soon: "*" }, algorithm: gcra, limit: 1, per: 1500ms, store: local }
        - { name: soon-too, domain: $domain, match: { too: "*" }, algorithm: fixed-window, limit: 1, per: 1s }
        - { name: watched, domain: $domain, match: { w: "*" }, algorithm: fixed-window, limit: 1, per: 1h, shadow: true, store: local }
        - { name: queue, domain: $domain, match: { queue: "*" }, algorithm: leaky-queue, limit: 1, per: 1s, burst: 5, store: local }
        - { name: held, domain: $domain, match: { held: "*" }, algorithm: concurrency, limit: 1, per: 1h }
      """
          .replace("$domain", DOMAIN);

  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    var settings =
        Map.of(
            "RATELIMIT_RULES_FILE", file.toString(),
            "RATELIMIT_REDIS_PREFIX", stack.redisKeyPrefix());
    one = TestNode.start(stack.redisUrl(), settings);
    other = TestNode.start(stack.redisUrl(), settings);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  @Test
  void check_sharedRule_countsOnAllNodes() {
    awaitRedis();
    assertThat(one.check(DOMAIN, "user", "a").statusCode()).isEqualTo(200);
    assertThat(other.check(DOMAIN, "user", "a").statusCode()).isEqualTo(200);
    assertThat(one.check(DOMAIN, "user", "a").statusCode()).isEqualTo(200);

    var denied = other.check(DOMAIN, "user", "a");

    assertThat(denied.statusCode()).isEqualTo(429);
    assertThat(denied.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json(denied).fieldNames())
        .containsExactlyInAnyOrder(
            "allowed",
            "rule",
            "algorithm",
            "limit",
            "remaining",
            "resetAfterMs",
            "retryAfterMs",
            "source");
    assertThat(json(denied).getString("source")).isEqualTo("redis");
    assertThat(json(denied).getLong("retryAfterMs")).isBetween(1L, 1_200_000L);
    assertThat(one.check(DOMAIN, "user", "b").statusCode()).isEqualTo(200);
  }

  @Test
  void check_localRule_tellsHowItStands() {
    var answer = one.check(DOMAIN, 2, "ip", "192.0.2.1");

    assertThat(answer.statusCode()).isEqualTo(200);
    var told = json(answer);
    assertThat(told.getBoolean("allowed")).isTrue();
    assertThat(told.getString("rule")).isEqualTo("here");
    assertThat(told.getString("algorithm")).isEqualTo("token-bucket");
    assertThat(told.getLong("limit")).isEqualTo(3);
    assertThat(told.getLong("remaining")).isEqualTo(1);
    assertThat(told.getLong("retryAfterMs")).isZero();
    assertThat(told.getString("source")).isEqualTo("local");
    var policy = StructuredFields.policies(header(answer, "RateLimit-Policy")).getFirst();
    assertThat(policy.name()).isEqualTo("here");
    assertThat(policy.number("q")).isEqualTo(3);
    assertThat(policy.number("w")).isEqualTo(3_600);
    var limit = StructuredFields.limits(header(answer, "RateLimit")).getFirst();
    assertThat(limit.number("r")).isEqualTo(1);
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void check_twoRules_oneDenies_theOtherIsNotCharged() {
    awaitRedis();
    one.check(DOMAIN, 3, "ip", "192.0.2.9");

    assertThat(one.check(DOMAIN, "ip", "192.0.2.9", "user", "spared").statusCode()).isEqualTo(429);
    assertThat(one.check(DOMAIN, 3, "user", "spared").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "too"})
  void check_retryAfterWaitedOut_isAdmitted(String rule) {
    var denied = deniedOnceMore(rule);
    var waitSeconds = Long.parseLong(header(denied, "Retry-After"));
    var saidAt = System.nanoTime();

    assertThat(waitSeconds).isBetween(1L, 2L);
    assertThat(waitSeconds * 1_000).isGreaterThanOrEqualTo(json(denied).getLong("retryAfterMs"));
    assertThat(StructuredFields.limits(header(denied, "RateLimit")).getFirst().number("t"))
        .isLessThanOrEqualTo(waitSeconds);
    await().until(() -> System.nanoTime() - saidAt >= Duration.ofSeconds(waitSeconds).toNanos());
    assertThat(one.check(DOMAIN, rule, "x").statusCode()).isEqualTo(200);
  }

  /** A window may end between two requests. */
  private static HttpResponse<String> deniedOnceMore(String rule) {
    return await()
        .pollInSameThread()
        .until(() -> one.check(DOMAIN, rule, "x"), answer -> answer.statusCode() == 429);
  }

  @Test
  void check_shadowRule_deniesNobodyAndIsNotTold() {
    for (var i = 0; i < 3; i++) {
      var answer = one.check(DOMAIN, "w", "1");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(json(answer).getString("rule")).isNull();
      assertThat(answer.headers().firstValue("RateLimit")).isEmpty();
    }
  }

  @Test
  void check_noRule_isAllowedWithNothingToTell() {
    var answer = one.check("nowhere", "user", "7");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).getBoolean("allowed")).isTrue();
    assertThat(json(answer).fieldNames()).contains("rule", "algorithm", "limit", "source");
    assertThat(json(answer).getValue("limit")).isNull();
  }

  @Test
  void check_queue_tellsTheDelay() {
    one.check(DOMAIN, "queue", "1");

    assertThat(json(one.check(DOMAIN, "queue", "1")).getLong("delayMs")).isBetween(1L, 1_000L);
  }

  @Test
  void check_concurrency_isGivenBackOnAnyNode() {
    awaitRedis();
    var permit = json(one.check(DOMAIN, "held", "1")).getString("permit");
    assertThat(other.check(DOMAIN, "held", "1").statusCode()).isEqualTo(429);

    assertThat(other.post("/v1/release", new JsonObject().put("permit", permit).encode()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(204);

    assertThat(one.check(DOMAIN, "held", "1").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!"})
  void release_forged_isRefused(String permit) {
    var answer = one.post("/v1/release", new JsonObject().put("permit", permit).encode());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"field\":\"permit\"");
  }

  @Test
  void check_moreThanThereEverIs_isDeniedWithoutAWait() {
    var answer = one.check(DOMAIN, 4, "ip", "192.0.2.7");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(json(answer).getValue("retryAfterMs")).isNull();
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void check_bad_isAProblemThatNamesTheFields() {
    var answer = one.post("/v1/check", "{\"domain\":1,\"cost\":0}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(
            json(answer).getJsonArray("errors").stream()
                .map(e -> ((JsonObject) e).getString("field")))
        .containsExactly("domain", "cost", "descriptors");
  }

  @Test
  void check_tooLarge_is413_otherMedia_is415_otherMethod_is405() {
    assertThat(one.post("/v1/check", " ".repeat(65_537)).statusCode()).isEqualTo(413);
    assertThat(one.send("POST", "/v1/check", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    var answer = one.send("GET", "/v1/check");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
  }

  @Test
  void batch_checks_areAnsweredInOrder() {
    var batch = new JsonArray();
    IntStream.range(0, 5)
        .forEach(_ ->
            batch.add(
                new JsonObject()
                    .put("domain", DOMAIN)
                    .put("descriptors", new JsonArray().add(new JsonObject().put("ip", "::1")))));

    var answer = one.post("/v1/check/batch", batch.encode());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            new JsonArray(answer.body())
                .stream().map(told -> ((JsonObject) told).getBoolean("allowed")))
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void metrics_decisions_areCounted() {
    one.check(DOMAIN, "ip", "192.0.2.3");

    assertThat(one.send("GET", "/metrics").body())
        .contains(
            "ratelimit_decisions_total{domain=\"" + DOMAIN + "\",outcome=\"allowed\",rule=\"here\"",
            "ratelimit_decision_seconds_count",
            "ratelimit_store_failures_total",
            "event_loop_lag_seconds_bucket{loop=\"0\"");
    assertThat(one.send("GET", "/openapi.yaml").statusCode()).isEqualTo(200);
    assertThat(one.send("GET", "/").statusCode()).isEqualTo(200);
  }

  /** The connection is made in the background. */
  private static void awaitRedis() {
    for (var node : new TestNode[] {one, other}) {
      await()
          .until(() ->
              "redis"
                  .equals(
                      json(node.check(DOMAIN, "user", UUID.randomUUID().toString()))
                          .getString("source")));
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
