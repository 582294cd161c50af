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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permits that are given back more often than they were taken. */
@NeedsStack(Server.REDIS)
final class ReleaseIT {
  private static final String DOMAIN = "d" + UUID.randomUUID();

  private static final String RULES =
      """
      rules:
        - { name: shared, domain: $domain, match: { shared: "*" }, algorithm: concurrency, limit: 2, per: 1h }
        - { name: here, domain: $domain, match: { here: "*" }, algorithm: concurrency, limit: 2, per: 1h, store: local }
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
    await()
        .until(() -> {
          var answer = node.check(DOMAIN, "shared", UUID.randomUUID().toString());
          return "redis".equals(new JsonObject(answer.body()).getString("source"));
        });
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "here"})
  void release_twice_freesOnce(String rule) {
    var permit = take(rule, "a");
    take(rule, "a");

    assertThat(release(permit)).isEqualTo(204);
    assertThat(release(permit)).isEqualTo(204);

    assertThat(node.check(DOMAIN, rule, "a").statusCode()).isEqualTo(200);
    assertThat(node.check(DOMAIN, rule, "a").statusCode()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "here"})
  void release_ofBoth_freesBoth(String rule) {
    var first = take(rule, "b");
    var second = take(rule, "b");

    assertThat(release(second)).isEqualTo(204);
    assertThat(release(first)).isEqualTo(204);

    take(rule, "b");
    take(rule, "b");
    assertThat(node.check(DOMAIN, rule, "b").statusCode()).isEqualTo(429);
  }

  private static String take(String rule, String key) {
    var answer = node.check(DOMAIN, rule, key);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("permit");
  }

  private static int release(String permit) {
    return node.post("/v1/release", new JsonObject().put("permit", permit).encode()).statusCode();
  }
}
