package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.stack.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that goes and comes back: calls end in time, and it needs nobody to come back. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.SAME_THREAD)
final class RedisLimitsOutageIT {
  private static final Duration DEADLINE = Duration.ofMillis(100);
  private static final Duration BACK_MAX = Duration.ofSeconds(20);
  private static final int CALLS = 200;

  private static final Charge CHARGE =
      new Charge(Limit.of(Algorithm.GCRA, 1_000_000, Duration.ofDays(300)), "a", 1);

  private EmbeddedRedis server;
  private RedisLimits limits;

  @BeforeEach
  void start(@TempDir Path folder) {
    server = EmbeddedRedis.start(folder.resolve("redis"));
    limits = open();
    awaitBack(limits);
  }

  @AfterEach
  void close() {
    limits.close();
    server.close();
  }

  @Test
  void take_serverStoppedAndBack_failsAtOnceAndThenWorks() {
    server.stop();

    // One after the other: 100 ms each would be 20 s.
    var began = System.nanoTime();
    assertThat(IntStream.range(0, CALLS).mapToObj(_ -> outcome(limits))).containsOnly("away");
    assertThat(since(began)).isLessThan(Duration.ofSeconds(5));
    assertThat(limits.isAway()).isTrue();

    server.restart();
    awaitBack(limits);
    assertThat(limits.isAway()).isFalse();
  }

  /** The worst of outages: the connection stays, and nothing answers on it. */
  @Test
  void take_serverSilentAndBack_failsInTimeAndThenWorks() {
    server.pause();
    try {
      var began = System.nanoTime();
      var calls =
          IntStream.range(0, CALLS).mapToObj(_ -> limits.take("d", List.of(CHARGE))).toList();
      for (var call : calls) {
        assertThat(call.toCompletableFuture().handle((_, failure) -> failure != null).join())
            .isTrue();
      }
      assertThat(since(began)).isBetween(DEADLINE, Duration.ofSeconds(5));
      assertThat(limits.isAway()).isTrue();

      var open = System.nanoTime(); // from here on at once, but for a probe now and then
      assertThat(IntStream.range(0, CALLS).mapToObj(_ -> outcome(limits))).containsOnly("away");
      assertThat(since(open)).isLessThan(Duration.ofSeconds(5));
    } finally {
      server.resume();
    }
    awaitBack(limits);
  }

  @Test
  void take_serverAbsentAtTheStart_failsAtOnceAndWorksOnceItIsThere() {
    server.stop();
    try (var early = open()) {
      assertThat(outcome(early)).isEqualTo("away");
      server.restart();
      awaitBack(early);
    }
  }

  /** What is under way when the connection breaks is not sent again: it would cost twice. */
  @Test
  void take_connectionKilledUnderWay_isNotSentAgain() throws Exception {
    try (var redis = RawRedis.open(server.url())) {
      var answered = new java.util.concurrent.atomic.AtomicLong(taken());
      for (var i = 0; i < 20; i++) {
        var calls =
            IntStream.range(0, 50).mapToObj(_ -> limits.take("d", List.of(CHARGE))).toList();
        redis.commands().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme(true));
        calls.forEach(call -> {
          if (call.toCompletableFuture().handle((_, failure) -> failure == null).join()) {
            answered.incrementAndGet();
          }
        });
        awaitBack(limits);
        answered.incrementAndGet(); // of the one that told that it is back
      }
      assertThat(taken()).isBetween(answered.get(), answered.get() + 20 * 50);
    }
  }

  @Test
  void close_serverSilent_takesNotLong() {
    server.pause();
    var began = System.nanoTime();
    limits.close();
    assertThat(since(began)).isLessThan(Duration.ofSeconds(10));
    assertThat(outcome(limits)).isEqualTo("away");
    server.resume();
  }

  private long taken() {
    var verdict = limits.peek("d", List.of(CHARGE)).toCompletableFuture().join().getFirst();
    return CHARGE.limit().burst() - verdict.remaining();
  }

  private RedisLimits open() {
    return RedisLimits.open(server.url(), DEADLINE, System::nanoTime);
  }

  private static void awaitBack(RedisLimits limits) {
    await().atMost(BACK_MAX).until(() -> outcome(limits).equals("admitted"));
  }

  /** Any other failure is one of the test. */
  private static String outcome(RedisLimits limits) {
    try {
      var verdicts =
          limits.take("d", List.of(CHARGE)).toCompletableFuture().orTimeout(5, TimeUnit.SECONDS);
      return verdicts.join().getFirst().admitted() ? "admitted" : "denied";
    } catch (CompletionException e) {
      return e.getCause() instanceof StoreAwayException ? "away" : String.valueOf(e.getCause());
    }
  }

  private static Duration since(long beganNanos) {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}
