package dev.whiteboard.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What single decisions come to. */
final class DecisionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock(0);
  private final Verdict verdict = new Verdict();

  /** The table that throttled and redis-cell share; 0 permits asked are looked at only. */
  @ParameterizedTest
  @EnumSource(names = {"GCRA", "TOKEN_BUCKET", "LEAKY_BUCKET", "LEAKY_QUEUE"})
  void tryAcquire_throttledTable_isAsThere(Algorithm algorithm) {
    var limiter = LocalLimiters.of(Limit.of(algorithm, 5, SECOND.multipliedBy(5)), clock);
    var rows =
        new long[][] {
          {0, 1, 4, 1_000, -1},
          {0, 1, 3, 2_000, -1},
          {0, 1, 2, 3_000, -1},
          {0, 1, 1, 4_000, -1},
          {0, 1, 0, 5_000, -1},
          {0, 1, 0, 5_000, 1_000},
          {3_000, 1, 2, 3_000, -1},
          {3_100, 1, 1, 3_900, -1},
          {4_000, 1, 1, 4_000, -1},
          {8_000, 1, 4, 1_000, -1},
          {9_500, 1, 4, 1_000, -1},
          {9_500, 0, 4, 1_000, -1},
          {9_500, 2, 2, 3_000, -1},
          {9_500, 5, 2, 3_000, 3_000}
        };
    for (var row : rows) {
      clock.set(Duration.ofMillis(row[0]).toNanos());
      var admitted =
          row[1] == 0 ? limiter.peek("a", 1, verdict) : limiter.tryAcquire("a", row[1], verdict);
      assertThat(admitted).isEqualTo(row[4] == -1);
      assertThat(verdict.remaining()).isEqualTo(row[2]);
      assertThat(verdict.resetAfterNanos()).isEqualTo(row[3] * 1_000_000);
      assertThat(verdict.retryAfterNanos()).isEqualTo(Math.max(row[4], 0) * 1_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GCRA", "TOKEN_BUCKET", "LEAKY_BUCKET"})
  void tryAcquire_rateThatIsNoWholeInterval_doesNotDrift(Algorithm algorithm) {
    var limiter = LocalLimiters.of(new Limit(algorithm, 3, SECOND, 1), clock);
    for (var i = 0L; i < 300_000; i++) {
      assertThat(limiter.tryAcquire("a", 1, verdict)).isTrue();
      assertThat(limiter.tryAcquire("a", 1, verdict)).isFalse();
      clock.pass(verdict.retryAfterNanos());
      // A bucket of one that is asked late starts its interval then: at most a nanosecond each.
      assertThat(clock.nanos()).isBetween((i + 1) * 1_000_000_000 / 3, (i + 1) * 333_333_334);
    }
  }

  @Test
  void tryAcquire_threeASecondFromABurst_areThreeASecondForever() {
    var limiter = LocalLimiters.of(Limit.of(Algorithm.GCRA, 3, SECOND), clock);
    var admitted = 0L;
    for (var i = 0; i <= 1_000_000; i++) {
      while (limiter.tryAcquire("a", 1, verdict)) {
        admitted++;
      }
      clock.pass(10_000_000);
    }

    assertThat(admitted).isEqualTo(3 + 3 * 10_000);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "1,1,333333333", "2,2,666666666", "3,3,1000000000"})
  void tryAcquire_queue_spacesTurnsExactly(int number, int waits, long rounded) {
    var limiter = LocalLimiters.of(Limit.of(Algorithm.LEAKY_QUEUE, 3, SECOND).withBurst(9), clock);
    for (var i = 0; i <= number; i++) {
      assertThat(limiter.tryAcquire("a", 1, verdict)).isTrue();
    }

    assertThat(verdict.delayNanos()).isBetween(rounded, rounded + (waits == 3 ? 0 : 1));
  }

  @Test
  void refund_window_countsOnlyWhereItWasTaken() {
    var limiter = LocalLimiters.of(Limit.of(Algorithm.FIXED_WINDOW, 3, SECOND), clock);
    limiter.tryAcquire("a", 2, verdict);
    clock.pass(SECOND);
    limiter.tryAcquire("a", 2);
    limiter.refund("a", verdict);

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(1);
  }

  @Test
  void refund_slidingWindow_countsWhileItIsInSight() {
    var limiter = LocalLimiters.of(Limit.of(Algorithm.SLIDING_WINDOW, 4, SECOND), clock);
    limiter.tryAcquire("a", 4, verdict);
    clock.pass(SECOND.plusMillis(500));
    var later = new Verdict();
    limiter.peek("a", 1, later);
    assertThat(later.remaining()).isEqualTo(2);

    limiter.refund("a", verdict);

    limiter.peek("a", 1, later);
    assertThat(later.remaining()).isEqualTo(4);
  }

  @Test
  void refund_paced_givesBackOnlyWhatStillCounts() {
    var limiter =
        LocalLimiters.of(Limit.of(Algorithm.TOKEN_BUCKET, 5, SECOND.multipliedBy(5)), clock);
    limiter.tryAcquire("a", 3);
    limiter.tryAcquire("a", 2, verdict);
    clock.pass(SECOND.multipliedBy(4));
    limiter.tryAcquire("a", 4);

    // Without the two the bucket had been full at 3 s: only one of them is missing now.
    limiter.refund("a", verdict);

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(1);
  }

  @Test
  void refund_concurrency_freesTheHoldItNamesAndNoOther() {
    var limiter = LocalLimiters.of(Limit.of(Algorithm.CONCURRENCY, 3, SECOND), clock);
    var first = new Verdict();
    var second = new Verdict();
    limiter.tryAcquire("a", 2, first);
    limiter.tryAcquire("a", 1, second);
    assertThat(second.takenAt()).isNotEqualTo(first.takenAt());
    var copy = new Verdict().admit(first.permits(), first.takenAt(), 0);

    limiter.refund("a", first);
    limiter.refund("a", copy);

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(2);
  }

  @Test
  void tryAcquire_concurrencyNeverReleasedOldest_keepsNoGaps() {
    var limiter =
        LocalLimiters.of(Limit.of(Algorithm.CONCURRENCY, 3, SECOND.multipliedBy(3600)), clock);
    limiter.tryAcquire("a", 1);
    for (var i = 0; i < 100_000; i++) {
      clock.pass(1_000);
      assertThat(limiter.tryAcquire("a", 2, verdict)).isTrue();
      limiter.refund("a", verdict);
    }

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_knownKey_allocatesNothing(Algorithm algorithm) {
    var limiter = LocalLimiters.of(Limit.of(algorithm, 100, SECOND), clock);
    decide(limiter, 20_000);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var least = Long.MAX_VALUE;
    // The runtime may allocate by itself in one of them, never in all.
    for (var i = 0; i < 5; i++) {
      var before = threads.getCurrentThreadAllocatedBytes();
      decide(limiter, 100_000);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  private void decide(LocalLimiter limiter, int times) {
    for (var i = 0; i < times; i++) {
      clock.pass(5_000_000);
      limiter.tryAcquire("a", 1 + i % 3, verdict);
      limiter.peek("a", 1, verdict);
    }
  }
}
