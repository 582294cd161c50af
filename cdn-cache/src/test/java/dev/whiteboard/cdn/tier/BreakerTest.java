package dev.whiteboard.cdn.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = new Breaker(nanos::get, 3, PAUSE, PAUSE.multipliedBy(4));

  @Test
  void failed_fewerThanInARow_staysClosed() {
    breaker.failed();
    breaker.failed();
    breaker.answered();
    breaker.failed();
    breaker.failed();

    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void enter_open_letsOneThroughAfterThePause() {
    open();

    assertThat(breaker.enter()).isFalse();
    pass(PAUSE);
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.enter()).isFalse();
  }

  @Test
  void failed_byTheProbe_doublesThePause() {
    open();
    pass(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.failed();

    pass(PAUSE);
    assertThat(breaker.enter()).isFalse();
    pass(PAUSE);
    assertThat(breaker.enter()).isTrue();
  }

  @Test
  void answered_byTheProbe_closes() {
    open();
    pass(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.answered();

    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.enter()).isTrue();
  }

  @Test
  void enter_probeThatNobodyToldOf_letsAnotherThroughInTheEnd() {
    open();
    pass(PAUSE);
    assertThat(breaker.enter()).isTrue();

    pass(PAUSE.multipliedBy(4));

    assertThat(breaker.enter()).isTrue();
  }

  private void open() {
    for (var i = 0; i < 3; i++) {
      breaker.failed();
    }
    assertThat(breaker.isOpen()).isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
