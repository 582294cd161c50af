package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several nodes with many threads each: never a permit too many, and none too few. */
@NeedsStack(Server.REDIS)
final class RedisLimitsUnderLoadIT {
  private static final int NODES = 3;
  private static final int THREADS_A_NODE = 150;
  private static final int REQUESTS_A_THREAD = 6;
  private static final Duration LONG = Duration.ofDays(300);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final List<RedisLimits> nodes = new ArrayList<>();
  private static RawRedis redis;
  private static String prefix;

  @BeforeAll
  static void connect(TestStack stack) {
    prefix = stack.redisKeyPrefix();
    redis = RawRedis.open(stack.redisUrl());
    for (var i = 0; i < NODES; i++) {
      var node = RedisLimits.open(stack.redisUrl(), DEADLINE, System::nanoTime);
      nodes.add(node);
      await().ignoreExceptions().until(() -> forgotten(node));
    }
  }

  private static boolean forgotten(RedisLimits node) {
    var none = new Charge(Limit.of(Algorithm.GCRA, 1, LONG), "none", 1);
    return node.forget(prefix, List.of(none)).toCompletableFuture().join() == 0;
  }

  @AfterAll
  static void close() {
    nodes.forEach(RedisLimits::close);
    redis.commands().keys("ratelimit:{" + prefix + "*").forEach(redis.commands()::del);
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void take_oneHotKey_admitsTheLimitExactly(Algorithm algorithm) {
    var charge = new Charge(Limit.of(algorithm, 700, LONG), "hot", 1);

    var admitted = admitted(node -> take(node, List.of(charge)));

    assertThat(admitted).isEqualTo(700);
  }

  /** Each takes of a user, of a route and of all: what all have is what the users have. */
  @Test
  void take_severalChargesAtOnce_areTakenTogetherOrNotAtAll() {
    var turn = new AtomicLong();
    var all = new Charge(Limit.of(Algorithm.SLIDING_WINDOW, 1_000, LONG), "mixed", 1);
    var users = charges(Algorithm.TOKEN_BUCKET, 37, 30);
    var routes = charges(Algorithm.CONCURRENCY, 5, 150);

    var admitted =
        admitted(node -> {
          var n = (int) turn.getAndIncrement();
          return take(node, List.of(users.get(n % 37), routes.get(n % 5), all));
        });

    assertThat(admitted).isEqualTo(5 * 150L);
    assertThat(taken(users)).isEqualTo(admitted);
    assertThat(taken(routes)).isEqualTo(admitted);
    assertThat(taken(List.of(all))).isEqualTo(admitted);
  }

  @Test
  void take_scriptsFlushedAgainAndAgain_isNotNoticed() {
    var charge = new Charge(Limit.of(Algorithm.GCRA, 500, LONG), "flushed", 1);
    var done = new AtomicBoolean();
    var flushing =
        CompletableFuture.runAsync(() -> {
          while (!done.get()) {
            redis.commands().scriptFlush();
          }
        });

    var admitted = admitted(node -> take(node, List.of(charge)));
    done.set(true);
    flushing.join();

    assertThat(admitted).isEqualTo(500);
  }

  /** In real time: a window of a log never has more than the limit, whoever asks. */
  @Test
  void take_overSeveralWindows_noneHasMoreThanTheLimit() {
    var per = Duration.ofMillis(200);
    var charge = new Charge(Limit.of(Algorithm.SLIDING_LOG, 40, per), "windows", 1);
    var moments = new java.util.concurrent.ConcurrentLinkedQueue<Long>();

    var _ =
        admitted(node -> {
          var verdict = verdict(node, charge);
          if (verdict.admitted()) {
            moments.add(verdict.takenAt());
          }
          return verdict.admitted();
        });

    var sorted = moments.stream().sorted().toList();
    for (var i = 0; i + 40 < sorted.size(); i++) {
      assertThat(sorted.get(i + 40) - sorted.get(i)).isGreaterThanOrEqualTo(per.toNanos() / 1_000);
    }
  }

  private static List<Charge> charges(Algorithm algorithm, int count, long limit) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Charge(Limit.of(algorithm, limit, LONG), "mixed" + i, 1))
        .toList();
  }

  private static long taken(List<Charge> charges) {
    return charges.stream().mapToLong(charge -> charge.limit().permits() - left(charge)).sum();
  }

  private static long left(Charge charge) {
    var verdicts = nodes.getFirst().peek(prefix, List.of(charge)).toCompletableFuture().join();
    return verdicts.getFirst().remaining();
  }

  private static boolean take(RedisLimits node, List<Charge> charges) {
    var verdicts = node.take(prefix, charges).toCompletableFuture().join();
    return verdicts.stream().allMatch(Verdict::admitted);
  }

  private static Verdict verdict(RedisLimits node, Charge charge) {
    return node.take(prefix, List.of(charge)).toCompletableFuture().join().getFirst();
  }

  /** What a thread does on its node. */
  @FunctionalInterface
  private interface Request {
    boolean isAdmitted(RedisLimits node);
  }

  private static long admitted(Request request) {
    var admitted = new AtomicLong();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          nodes.stream()
              .flatMap(node -> Stream.generate(() -> node).limit(THREADS_A_NODE))
              .map(node ->
                  CompletableFuture.runAsync(
                      () -> {
                        for (var i = 0; i < REQUESTS_A_THREAD; i++) {
                          if (request.isAdmitted(node)) {
                            admitted.incrementAndGet();
                          }
                        }
                      },
                      threads))
              .toList();
      tasks.forEach(CompletableFuture::join);
    }
    return admitted.get();
  }
}
