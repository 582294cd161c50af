package dev.whiteboard.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for all algorithms. */
final class LocalLimiterContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3_653);

  private final HandClock clock = new HandClock(0);
  private final Verdict verdict = new Verdict();

  @ParameterizedTest
  @EnumSource
  void tryAcquire_newKey_admitsTheLimitAtOnceAndNoMore(Algorithm algorithm) {
    var limiter = limiter(algorithm, 3, SECOND);

    assertThat(taken(limiter, "a", 5)).isEqualTo(3);
    assertThat(verdict.retryAfterNanos()).isPositive();
    assertThat(verdict.limit()).isEqualTo(3);
    assertThat(verdict.remaining()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_keys_areLimitedByThemselves(Algorithm algorithm) {
    var limiter = limiter(algorithm, 1, SECOND);

    assertThat(taken(limiter, "a", 2)).isEqualTo(1);
    assertThat(taken(limiter, "b", 2)).isEqualTo(1);
    assertThat(limiter.keys()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_afterRetryAfter_isAdmittedAndANanosecondBeforeIsNot(Algorithm algorithm) {
    for (var permits : new long[] {1, 3, 7}) {
      var limiter = limiter(algorithm, 7, SECOND);
      taken(limiter, "a", 3);
      clock.pass(400_000_007);
      taken(limiter, "a", 7);
      assertThat(limiter.tryAcquire("a", permits, verdict)).isFalse();

      clock.pass(verdict.retryAfterNanos() - 1);
      assertThat(limiter.tryAcquire("a", permits, verdict)).isFalse();
      assertThat(verdict.retryAfterNanos()).isEqualTo(1);
      clock.pass(1);
      assertThat(limiter.tryAcquire("a", permits, verdict)).isTrue();
      clock.pass(TEN_YEARS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_afterMoreAfter_onePermitMoreIsLeft(Algorithm algorithm) {
    var limiter = limiter(algorithm, 7, SECOND);
    taken(limiter, "a", 3);
    clock.pass(400_000_007);
    limiter.tryAcquire("a", 2, verdict);
    var remaining = verdict.remaining();

    clock.pass(verdict.moreAfterNanos() - 1);
    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(remaining);
    assertThat(verdict.moreAfterNanos()).isEqualTo(1);
    clock.pass(1);
    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isGreaterThan(remaining);
  }

  @ParameterizedTest
  @EnumSource
  void sweep_keyAfterResetAfter_isForgottenAndANanosecondBeforeIsNot(Algorithm algorithm) {
    var limiter = limiter(algorithm, 7, SECOND);
    taken(limiter, "a", 3);
    clock.pass(400_000_007);
    limiter.tryAcquire("a", 2, verdict);

    clock.pass(verdict.resetAfterNanos() - 1);
    assertThat(limiter.sweep(10)).isZero();
    clock.pass(1);
    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(7);
    assertThat(verdict.resetAfterNanos()).isZero();
    assertThat(verdict.moreAfterNanos()).isZero();
    assertThat(limiter.sweep(10)).isEqualTo(1);
    assertThat(limiter.keys()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_denied_costsNothing(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    taken(limiter, "a", 4);
    for (var i = 0; i < 100; i++) {
      assertThat(limiter.tryAcquire("a", 2, verdict)).isFalse();
    }

    assertThat(verdict.remaining()).isEqualTo(1);
    assertThat(limiter.tryAcquire("a", 1, verdict)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_permitsThereNeverAre_isRefused(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);

    assertThatIllegalArgumentException().isThrownBy(() -> limiter.tryAcquire("a", 6, verdict));
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.tryAcquire("a", 0, verdict));
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.peek("a", 6, verdict));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalLimiters.of(limiter.limit(), clock, 0));
    assertThat(limiter.keys()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void peek_unknownKey_foretellsAndRemembersNothing(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);

    assertThat(limiter.peek("a", 5, verdict)).isTrue();
    assertThat(verdict.remaining()).isEqualTo(5);
    assertThat(limiter.keys()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void peek_knownKey_saysWhatTryAcquireSaysAndTakesNothing(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    taken(limiter, "a", 3);
    var foretold = new Verdict();
    for (var permits : new long[] {3, 2, 1}) {
      limiter.peek("a", permits, foretold);
      limiter.peek("a", permits, foretold);
      limiter.tryAcquire("a", permits, verdict);

      assertThat(foretold.admitted()).isEqualTo(verdict.admitted());
      assertThat(foretold.retryAfterNanos()).isEqualTo(verdict.retryAfterNanos());
      assertThat(foretold.delayNanos()).isEqualTo(verdict.delayNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refund_atOnce_isAsIfNothingWasTaken(Algorithm algorithm) {
    var limiter = limiter(algorithm, 7, SECOND);
    taken(limiter, "a", 3);
    limiter.tryAcquire("a", 2, verdict);

    limiter.refund("a", verdict);

    var after = new Verdict();
    limiter.peek("a", 1, after);
    assertThat(after.remaining()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void refund_twice_givesBackOnce(Algorithm algorithm) {
    var limiter = limiter(algorithm, 7, SECOND);
    taken(limiter, "a", 3);
    limiter.tryAcquire("a", 2, verdict);

    limiter.refund("a", verdict);
    limiter.refund("a", verdict);
    limiter.refund("b", verdict);

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void refund_denied_givesNothing(Algorithm algorithm) {
    var limiter = limiter(algorithm, 3, SECOND);
    taken(limiter, "a", 2);
    limiter.tryAcquire("a", 3, verdict);

    limiter.refund("a", verdict);

    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void refund_afterReset_isOver(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    limiter.tryAcquire("a", 5, verdict);
    clock.pass(verdict.resetAfterNanos());
    var later = new Verdict();
    limiter.tryAcquire("a", 5, later);

    limiter.refund("a", verdict);

    limiter.peek("a", 1, later);
    assertThat(later.remaining()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void refund_forgottenKey_doesNothing(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    limiter.tryAcquire("a", 5, verdict);
    limiter.forget("a");

    limiter.refund("a", verdict);

    assertThat(limiter.keys()).isZero();
    assertThat(taken(limiter, "a", 6)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void forget_spentKey_isNew(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    taken(limiter, "a", 5);

    limiter.forget("a");
    limiter.forget("unknown");

    assertThat(limiter.keys()).isZero();
    assertThat(taken(limiter, "a", 6)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_clockStandsStill_admitsTheLimitOnce(Algorithm algorithm) {
    var limiter = limiter(algorithm, 100, Duration.ofMillis(1));

    assertThat(taken(limiter, "a", 10_000)).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_clockJumpsTenYears_keyIsAsNew(Algorithm algorithm) {
    for (var per : List.of(Duration.ofMillis(1), SECOND, Duration.ofDays(366))) {
      for (var permits : new long[] {7, 99_991}) {
        var limiter = limiter(algorithm, permits, per);
        limiter.tryAcquire("a", permits, verdict);
        for (var i = 0; i < 10; i++) {
          clock.pass(TEN_YEARS);
          limiter.peek("a", 1, verdict);
          assertThat(verdict.remaining()).isEqualTo(permits);
          assertThat(limiter.tryAcquire("a", permits, verdict)).isTrue();
          assertThat(limiter.tryAcquire("a", 1, verdict)).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_clockRunsOver_goesOnAsBefore(Algorithm algorithm) {
    clock.set(Long.MAX_VALUE - 1_500_000_000);
    var limiter = limiter(algorithm, 3, SECOND);
    assertThat(taken(limiter, "a", 5)).isEqualTo(3);
    for (var i = 0; i < 10; i++) {
      clock.pass(verdict.retryAfterNanos() - 1);
      assertThat(limiter.tryAcquire("a", 1, verdict)).isFalse();
      clock.pass(1);
      assertThat(taken(limiter, "a", 4)).isBetween(1, 3);
    }
    assertThat(clock.nanos()).isNegative();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_boundsOfLimit_neitherOverflowsNorAdmitsTooMuch(Algorithm algorithm) {
    for (var permits : List.of(1L, 2L, 99_991L, 999_999_937L, Limit.PERMITS_MAX)) {
      for (var per : List.of(Limit.PER_MIN, Duration.ofNanos(1_000_003), SECOND, Limit.PER_MAX)) {
        for (var burst : List.of(1L, permits, Limit.PERMITS_MAX)) {
          if (algorithm.takesBurst() || burst.equals(permits)) {
            spendAtTheBounds(algorithm, permits, per, burst);
          }
        }
      }
    }
  }

  private void spendAtTheBounds(Algorithm algorithm, long permits, Duration per, long burst) {
    if (algorithm == Algorithm.SLIDING_LOG && permits > Limit.LOG_PERMITS_MAX) {
      return;
    }
    var limiter = LocalLimiters.of(new Limit(algorithm, permits, per, burst), clock);
    assertThat(limiter.tryAcquire("a", burst, verdict)).isTrue();
    assertThat(verdict.remaining()).isZero();
    assertThat(verdict.resetAfterNanos()).isPositive();
    assertThat(limiter.tryAcquire("a", 1, verdict)).isFalse();
    assertThat(verdict.retryAfterNanos()).isPositive();
    clock.pass(verdict.retryAfterNanos() - 1);
    assertThat(limiter.tryAcquire("a", 1, verdict)).isFalse();
    clock.pass(1);
    assertThat(limiter.tryAcquire("a", 1, verdict)).isTrue();
    clock.pass(TEN_YEARS);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_knownKey_readsTheClockOnce(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    taken(limiter, "a", 1);
    var before = clock.reads();

    taken(limiter, "a", 10);

    assertThat(clock.reads() - before).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_idleKeys_areForgottenAsNewOnesCome(Algorithm algorithm) {
    var limiter = limiter(algorithm, 5, SECOND);
    for (var i = 0; i < 10_000; i++) {
      limiter.tryAcquire("key-" + i, 5, verdict);
      clock.pass(SECOND.dividedBy(100));
    }

    // 100 new keys a second, each as new after 2 s at most: 200 are busy, and the hand lags a bit.
    assertThat(limiter.keys()).isLessThan(300);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_floodOfKeys_doesNotFreeAKeyAtItsLimit(Algorithm algorithm) {
    var limiter = LocalLimiters.of(Limit.of(algorithm, 5, Duration.ofHours(1)), clock, 1_000);
    taken(limiter, "spent", 5);
    for (var i = 0; i < 20_000; i++) {
      clock.pass(1);
      limiter.tryAcquire("key-" + i, 1, verdict);
      assertThat(limiter.keys()).isLessThanOrEqualTo(1_000);
    }

    assertThat(taken(limiter, "spent", 1)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_manyThreads_admitTheLimitExactly(Algorithm algorithm) throws Exception {
    var limiter = limiter(algorithm, 10_000, SECOND);
    Callable<Integer> taking = () -> taken(limiter, "a", 5_000, new Verdict());
    var admitted = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      var running = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 4; i++) {
        running.add(threads.submit(taking));
      }
      for (var one : running) {
        admitted += one.get();
      }
    }

    assertThat(admitted).isEqualTo(10_000);
  }

  @ParameterizedTest
  @EnumSource
  void peek_keyIsForgottenMeanwhile_seesAtMostWhatWasTaken(Algorithm algorithm) throws Exception {
    var limit = Limit.LOG_PERMITS_MAX;
    var limiter = limiter(algorithm, limit, Limit.PER_MIN);
    Runnable takingAndForgetting =
        () -> {
          for (var i = 0; i < 200_000; i++) {
            limiter.tryAcquire("a", 2);
            limiter.forget("a");
          }
        };
    try (var threads = Executors.newSingleThreadExecutor()) {
      var forgetting = threads.submit(takingAndForgetting);
      while (!forgetting.isDone()) {
        assertThat(limiter.peek("a", 1, verdict)).isTrue();
        assertThat(verdict.remaining()).isBetween(limit - 2, limit);
      }
      forgetting.get();
    }
  }

  private LocalLimiter limiter(Algorithm algorithm, long permits, Duration per) {
    return LocalLimiters.of(Limit.of(algorithm, permits, per), clock);
  }

  private int taken(LocalLimiter limiter, String key, int times) {
    return taken(limiter, key, times, verdict);
  }

  private static int taken(LocalLimiter limiter, String key, int times, Verdict verdict) {
    var taken = 0;
    for (var i = 0; i < times; i++) {
      taken += limiter.tryAcquire(key, 1, verdict) ? 1 : 0;
    }
    return taken;
  }
}
