package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.redis.Breaker.Pass;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // a clock may run over
  private final Breaker breaker = new Breaker(now::get);

  @Test
  void enter_fewerFailuresInARow_goesOn() {
    fail(Breaker.FAILURES_MAX - 1);
    breaker.answered();
    fail(Breaker.FAILURES_MAX - 1);

    assertThat(breaker.enter()).isEqualTo(Pass.GO);
  }

  @Test
  void enter_failuresInARow_stopsUntilThePauseIsOver() {
    fail(Breaker.FAILURES_MAX);

    assertThat(breaker.enter()).isEqualTo(Pass.STOP);
    now.addAndGet(Breaker.PAUSE_MIN_NANOS - 1);
    assertThat(breaker.enter()).isEqualTo(Pass.STOP);
    now.addAndGet(1);
    assertThat(breaker.enter()).isEqualTo(Pass.PROBE);
    assertThat(breaker.enter()).isEqualTo(Pass.STOP);
  }

  @Test
  void answered_toTheProbe_closes() {
    fail(Breaker.FAILURES_MAX);
    now.addAndGet(Breaker.PAUSE_MIN_NANOS);
    assertThat(breaker.enter()).isEqualTo(Pass.PROBE);

    breaker.answered();

    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.enter()).isEqualTo(Pass.GO);
  }

  @Test
  void failed_probeAfterProbe_pausesLongerUpToASecond() {
    fail(Breaker.FAILURES_MAX);
    var pause = Breaker.PAUSE_MIN_NANOS;
    for (var i = 0; i < 10; i++) {
      now.addAndGet(pause);
      assertThat(breaker.enter()).isEqualTo(Pass.PROBE);
      breaker.failed(Pass.PROBE);
      assertThat(breaker.enter()).isEqualTo(Pass.STOP);
      pause = Math.min(2 * pause, Breaker.PAUSE_MAX_NANOS);
      now.addAndGet(pause - 1);
      assertThat(breaker.enter()).isEqualTo(Pass.STOP);
      now.addAndGet(1 - pause);
    }
  }

  /** Of requests that were under way when it opened. */
  @Test
  void failed_others_dontDelayTheProbe() {
    fail(Breaker.FAILURES_MAX);
    now.addAndGet(Breaker.PAUSE_MIN_NANOS - 1);
    fail(400);
    now.addAndGet(1);

    assertThat(breaker.enter()).isEqualTo(Pass.PROBE);
  }

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      breaker.failed(Pass.GO);
    }
  }
}
