package dev.whiteboard.ratelimit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TickingClockTest {
  private final AtomicLong time = new AtomicLong(5);

  @Test
  void nanos_isWhatWasReadLast_andFollows() {
    try (var clock = TickingClock.start(time::get, Duration.ofMillis(1))) {
      assertThat(clock.nanos()).isEqualTo(5);
      time.set(7);
      await().until(() -> clock.nanos() == 7);
    }
  }

  @Test
  void nanos_neverAheadOfItsSource_norBackwards() {
    try (var clock = TickingClock.start(time::incrementAndGet, Duration.ofNanos(1_000))) {
      var last = 0L;
      for (var i = 0; i < 100_000; i++) {
        var now = clock.nanos();
        assertThat(now).isBetween(last, time.get());
        last = now;
      }
    }
  }

  @Test
  void close_standsStill() {
    var clock = TickingClock.start(time::get, Duration.ofDays(1));
    clock.close();
    time.set(9);
    assertThat(clock.nanos()).isEqualTo(5);
  }
}
