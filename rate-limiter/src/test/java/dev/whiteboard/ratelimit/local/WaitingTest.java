package dev.whiteboard.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WaitingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final HandClock clock = new HandClock(0);
  private final HandTimer timer = new HandTimer(clock);
  private LocalLimiter limiter = LocalLimiters.of(Limit.of(Algorithm.GCRA, 2, SECOND), clock);
  private Waiting waiting = new Waiting(limiter, clock, timer, 100);

  @AfterEach
  void nobodyWaitsAndNothingRings() {
    timer.pass(Duration.ofHours(1));
    assertThat(waiting.waiters()).isZero();
    assertThat(timer.size()).isZero();
  }

  @Test
  void acquire_permitsThere_isAdmittedAtOnce() {
    assertThat(isAdmitted(waiting.acquire("a", 2, SECOND))).isTrue();
    assertThat(waiting.waiters()).isZero();
  }

  @Test
  void acquire_noPermits_isAdmittedWhenTheyAreThere() {
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var answer = waiting.acquire("a", 1, SECOND);

    timer.pass(Duration.ofMillis(500).minusNanos(1));
    assertThat(answer).isNotDone();
    timer.pass(Duration.ofNanos(1));
    assertThat(isAdmitted(answer)).isTrue();
  }

  @Test
  void acquire_deadlineTooShort_isRefusedAtOnceAndTakesNothing() {
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var answer = waiting.acquire("a", 1, Duration.ofMillis(499));

    assertThat(isAdmitted(answer)).isFalse();
    assertThat(answer.join().retryAfterNanos()).isEqualTo(500_000_000);
    timer.pass(SECOND);
    assertThat(limiter.tryAcquire("a", 1)).isTrue();
  }

  @Test
  void acquire_line_isServedInOrderAndNobodyOvertakes() {
    var order = new ArrayList<Integer>();
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    for (var i = 0; i < 5; i++) {
      var number = i;
      var _ = waiting.acquire("a", 1 + i % 2, MINUTE).thenRun(() -> order.add(number));
    }
    timer.pass(Duration.ofMillis(1_500));
    assertThat(order).containsExactly(0, 1);
    timer.pass(MINUTE);
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void acquire_lineKnownToBeTooLong_isRefusedAtOnce() {
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var first = waiting.acquire("a", 1, MINUTE);
    var second = waiting.acquire("a", 1, Duration.ofMillis(999));

    assertThat(isAdmitted(second)).isFalse();
    timer.pass(SECOND);
    assertThat(isAdmitted(first)).isTrue();
  }

  @Test
  void acquire_deadlinePassesInLine_isRefusedAndThoseBehindMoveUp() {
    limiter = LocalLimiters.of(Limit.of(Algorithm.CONCURRENCY, 2, MINUTE), clock);
    waiting = new Waiting(limiter, clock, timer, 100);
    var holding = waiting.acquire("a", 1, SECOND).join();
    var large = waiting.acquire("a", 2, SECOND);
    var small = waiting.acquire("a", 1, MINUTE);

    timer.pass(SECOND.minusNanos(1));
    assertThat(large).isNotDone();
    assertThat(small).isNotDone();
    timer.pass(Duration.ofNanos(1));
    assertThat(isAdmitted(large)).isFalse();
    assertThat(isAdmitted(small)).isTrue();
    waiting.refund("a", holding);
    waiting.refund("a", small.join());
    assertThat(limiter.sweep(10)).isEqualTo(1);
  }

  @Test
  void refund_someoneWaits_isServedAtOnce() {
    limiter = LocalLimiters.of(Limit.of(Algorithm.CONCURRENCY, 1, MINUTE), clock);
    waiting = new Waiting(limiter, clock, timer, 100);
    var holding = waiting.acquire("a", 1, SECOND).join();
    var answer = waiting.acquire("a", 1, SECOND);

    waiting.refund("a", holding);

    assertThat(isAdmitted(answer)).isTrue();
    waiting.refund("a", answer.join());
  }

  @Test
  void cancel_inLine_takesNothingAndThoseBehindMoveUp() {
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var first = waiting.acquire("a", 2, MINUTE);
    var second = waiting.acquire("a", 1, MINUTE);

    first.cancel(false);
    assertThat(waiting.waiters()).isEqualTo(1);
    timer.pass(Duration.ofMillis(500));

    assertThat(isAdmitted(second)).isTrue();
    assertThat(waiting.waiters()).isZero();
  }

  @Test
  void acquire_tooManyWait_isRefused() {
    waiting = new Waiting(limiter, clock, timer, 2);
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var first = waiting.acquire("a", 1, MINUTE);
    var second = waiting.acquire("a", 1, MINUTE);
    var third = waiting.acquire("a", 1, MINUTE);

    assertThat(isAdmitted(third)).isFalse();
    assertThat(waiting.waiters()).isEqualTo(2);
    timer.pass(SECOND);
    assertThat(isAdmitted(first)).isTrue();
    assertThat(isAdmitted(second)).isTrue();
  }

  @Test
  void acquire_queue_waitsForItsTurn() {
    queueOf(3);
    var first = waiting.acquire("a", 1, SECOND);
    var second = waiting.acquire("a", 1, SECOND);

    assertThat(isAdmitted(first)).isTrue();
    assertThat(second).isNotDone();
    timer.pass(Duration.ofMillis(500).minusNanos(1));
    assertThat(second).isNotDone();
    timer.pass(Duration.ofNanos(1));
    assertThat(isAdmitted(second)).isTrue();
  }

  @Test
  void acquire_queueTurnAfterTheDeadline_isRefusedAndTakesNothing() {
    queueOf(3);
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var late = waiting.acquire("a", 1, Duration.ofMillis(999));

    assertThat(isAdmitted(late)).isFalse();
    var verdict = new Verdict();
    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(1);
  }

  @Test
  void cancel_inQueue_givesItsTurnBack() {
    queueOf(2);
    assertThat(limiter.tryAcquire("a", 1)).isTrue();
    var second = waiting.acquire("a", 1, SECOND);

    second.cancel(false);

    var verdict = new Verdict();
    limiter.peek("a", 1, verdict);
    assertThat(verdict.remaining()).isEqualTo(1);
    assertThat(waiting.waiters()).isZero();
  }

  @Test
  void acquire_permitsThereNeverAre_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> waiting.acquire("a", 3, SECOND));
    assertThat(limiter.tryAcquire("a", 2)).isTrue();
    var inLine = waiting.acquire("a", 1, SECOND);
    assertThat(inLine).isNotDone();
    assertThatIllegalArgumentException().isThrownBy(() -> waiting.acquire("a", 3, SECOND));
  }

  @ParameterizedTest
  @EnumSource
  void acquire_everyAlgorithm_servesAllWhoCanWait(Algorithm algorithm) {
    limiter = LocalLimiters.of(Limit.of(algorithm, 5, SECOND), clock);
    waiting = new Waiting(limiter, clock, timer, 100);
    var answers = new ArrayList<CompletableFuture<Verdict>>();
    for (var i = 0; i < 50; i++) {
      answers.add(waiting.acquire("a", 1 + i % 3, MINUTE));
    }
    timer.pass(MINUTE);

    assertThat(answers).allMatch(WaitingTest::isAdmitted);
  }

  private void queueOf(long burst) {
    var limit = Limit.of(Algorithm.LEAKY_QUEUE, 2, SECOND).withBurst(burst);
    limiter = LocalLimiters.of(limit, clock);
    waiting = new Waiting(limiter, clock, timer, 100);
  }

  private static boolean isAdmitted(CompletableFuture<Verdict> answer) {
    assertThat(answer).isDone();
    return answer.join().admitted();
  }
}
