package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on a Redis Cluster of three, by nothing but another {@code REDIS_URL}: limits hold
 * across both, and while a master is away its domains, and no others, are decided as their rule
 * says for a Redis that is away.
 */
@NeedsStack({})
@Timeout(300)
final class RedisClusterIT {
  private static final Duration WITHIN = Duration.ofMinutes(1);

  /** So many that each of the three has some. */
  private static final List<String> DOMAINS =
      IntStream.range(0, 24).mapToObj(i -> "shop" + i).toList();

  private ServerCluster redis;
  private TestNode one;
  private TestNode other;

  @BeforeEach
  void start(TestStack stack, @TempDir Path folder) throws Exception {
    redis = stack.startRedisCluster(folder);
    one = TestNode.start(redis.url(), Map.of());
    other = TestNode.start(redis.url(), Map.of());
    awaitReady();
    put(rules(2));
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
    redis.close();
  }

  @Test
  void limits_ofManyDomains_holdAcrossBothNodes() {
    await().atMost(WITHIN).until(() -> awayDomains("warm").isEmpty());

    for (var domain : DOMAINS) {
      assertThat(one.check(domain, "user", "a").statusCode()).isEqualTo(200);
      assertThat(other.check(domain, "user", "a").statusCode()).isEqualTo(200);
      assertThat(one.check(domain, "user", "a").statusCode()).isEqualTo(429);
      assertThat(other.check(domain, "user", "a").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void eachMasterStoppedOnce_itsDomainsDegrade_theOthersDoNot_andItComesBack() {
    var lost = new HashSet<String>();
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      var key = "stopped" + i;
      redis.stop(i);
      try {
        await().atMost(WITHIN).until(() -> !awayDomains(key).isEmpty());
        var away = awayDomains(key);
        away.retainAll(awayDomains(key)); // on a busy machine an answer may come too late once
        assertThat(away).hasSizeLessThan(DOMAINS.size()).noneMatch(lost::contains);
        lost.addAll(away);
        await().atMost(WITHIN).until(() -> isDownFor(one) && isDownFor(other));
      } finally {
        redis.restart(i);
      }
      awaitReady();
      await().atMost(WITHIN).until(() -> awayDomains(key).isEmpty());
    }
    assertThat(lost).containsExactlyInAnyOrderElementsOf(DOMAINS);
  }

  /** Rules are one key: while its master is away the old ones stay, and can't be replaced. */
  @Test
  void rules_putOnOneNode_holdOnTheOther_alsoAfterEachMasterWasAway() {
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      redis.stop(i);
      redis.restart(i);
      awaitReady();
      put(rules(i + 3));
    }
  }

  private static String rules(int limit) {
    return DOMAINS.stream()
        .map(domain ->
            "  - { name: %s, domain: %s, match: { user: \"*\" }, algorithm: gcra, limit: %d, per: 300d, onStoreFailure: deny }\n"
                .formatted(domain, domain, limit))
        .collect(Collectors.joining("", "rules:\n", ""));
  }

  /** Returns when both nodes have them. */
  private void put(String rules) {
    await().atMost(WITHIN).until(() -> one.putRules("application/yaml", rules).statusCode() == 200);
    var put = one.admin("GET", "/v1/rules").body();
    await().atMost(WITHIN).until(() -> other.admin("GET", "/v1/rules").body().equals(put));
  }

  /** Those of which this node is not told what the cluster has. */
  private Set<String> awayDomains(String key) {
    return DOMAINS.stream()
        .filter(domain -> !"redis".equals(source(one.check(domain, "user", key))))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String source(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("source");
  }

  private void awaitReady() {
    await().atMost(WITHIN).until(() -> isReady(one) && isReady(other));
  }

  private static boolean isReady(TestNode node) {
    return node.send("GET", "/health/ready").statusCode() == 200;
  }

  private static boolean isDownFor(TestNode node) {
    var answer = node.send("GET", "/health/ready");
    return answer.statusCode() == 503
        && new JsonObject(answer.body()).getJsonArray("down").contains("redis");
  }
}
