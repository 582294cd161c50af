package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.stack.EmbeddedRedisCluster;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real cluster: a request's keys are on one node, and a master that is lost is replaced. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.SAME_THREAD)
final class RedisLimitsInClusterIT {
  private static final Duration LONG = Duration.ofDays(300);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration BACK_MAX = Duration.ofSeconds(30);

  private EmbeddedRedisCluster cluster;
  private RedisLimits limits;

  @BeforeEach
  void start(@TempDir Path folder) {
    cluster = EmbeddedRedisCluster.startWithReplica(folder);
    limits = RedisLimits.open(cluster.url(), DEADLINE, System::nanoTime);
    await().atMost(BACK_MAX).ignoreExceptions().until(() -> take("none", all(1)).size() > 0);
  }

  @AfterEach
  void close() {
    limits.close();
    cluster.close();
  }

  @Test
  void take_manyDomainsAndCharges_isOnAllNodesAndNeverAcrossSlots() {
    for (var i = 0; i < 100; i++) {
      assertThat(take("domain" + i, all(3))).hasSize(8).allMatch(Verdict::admitted);
      assertThat(take("{domain}" + i, all(3))).allMatch(Verdict::admitted);
    }
    for (var i = 0; i < 100; i++) {
      assertThat(take("domain" + i, all(3))).noneMatch(Verdict::admitted);
      assertThat(limits.forget("domain" + i, all(1)).toCompletableFuture().join()).isEqualTo(8);
    }
    for (var master : cluster.masters()) {
      try (var redis = RawRedis.open(master.url())) {
        assertThat(redis.commands().dbsize()).isPositive();
      }
    }
  }

  /** The one that takes its place has what was taken, and does not know the scripts. */
  @Test
  void take_masterKilledAndReplaced_goesOnWhereItWas() {
    var domain = domainOfFirst();
    var five = List.of(new Charge(Limit.of(Algorithm.TOKEN_BUCKET, 5, LONG), "a", 3));
    assertThat(take(domain, five)).allMatch(Verdict::admitted);
    try (var replica = RawRedis.open(cluster.replica().url())) {
      await().atMost(BACK_MAX).until(() -> replica.commands().dbsize() > 0);
      cluster.masters().getFirst().stop();
      replica.commands().scriptFlush();
      replica.commands().clusterFailover(true, true);
    }

    await().atMost(BACK_MAX).ignoreExceptions().until(() -> take(domain, five).size() == 1);

    var verdict = take(domain, five).getFirst();
    assertThat(verdict.admitted()).isFalse();
    assertThat(verdict.remaining()).isEqualTo(2);
  }

  /** One whose keys are on the first node. */
  private static String domainOfFirst() {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "lost" + i)
        .filter(domain -> SlotHash.getSlot(LimitKeys.prefix(domain)) < SlotHash.SLOT_COUNT / 3)
        .findFirst()
        .orElseThrow();
  }

  private static List<Charge> all(long permits) {
    return Stream.of(Algorithm.values())
        .map(algorithm -> new Charge(Limit.of(algorithm, 5, LONG), "user", permits))
        .toList();
  }

  private List<Verdict> take(String domain, List<Charge> charges) throws CompletionException {
    return limits
        .take(domain, charges)
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
