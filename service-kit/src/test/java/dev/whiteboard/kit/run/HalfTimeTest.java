package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class HalfTimeTest {
  private static final Duration PORTION = Duration.ofMillis(5);
  private static final int PORTIONS = 10;

  private final AtomicInteger done = new AtomicInteger();

  @Test
  void run_portions_haveHalfOfTheTime() {
    var began = System.nanoTime();

    for (var i = 0; i < PORTIONS; i++) {
      HalfTime.run(this::work);
    }

    assertThat(done).hasValue(PORTIONS);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(PORTION.multipliedBy(2 * PORTIONS));
  }

  @Test
  void run_permitLeftOver_restsAllTheSame() {
    var began = System.nanoTime();

    HalfTime.run(() -> {
      work();
      LockSupport.unpark(Thread.currentThread());
    });

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(PORTION.multipliedBy(2));
  }

  @Test
  void run_portionFails_failsWithIt() {
    var fault = new IllegalStateException("the store is away");

    assertThatThrownBy(() -> HalfTime.run(() -> fail(fault))).isSameAs(fault);
  }

  @Test
  void run_interrupted_doesThePortion_andStaysInterrupted() {
    Thread.currentThread().interrupt();

    HalfTime.run(done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void fail(RuntimeException fault) {
    throw fault;
  }

  /** At least a portion's time, and a core's: nothing here is waited for. */
  private void work() {
    var until = System.nanoTime() + PORTION.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    done.incrementAndGet();
  }
}
