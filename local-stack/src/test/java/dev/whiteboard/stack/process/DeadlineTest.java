package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DeadlineTest {
  @Test
  void await_holdsAfterAWhile_isTrue() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(Deadline.after(Duration.ofSeconds(5)).await(() -> looks.incrementAndGet() == 3))
        .isTrue();
  }

  @Test
  void await_neverHolds_isFalseWhenTheTimeIsUp() {
    Deadline deadline = Deadline.after(Duration.ofMillis(30));
    assertThat(deadline.await(() -> false)).isFalse();
    assertThat(deadline.passed()).isTrue();
    assertThat(deadline.left()).isZero();
  }

  @Test
  void await_passedAndHolds_isTrue() {
    assertThat(Deadline.after(Duration.ZERO).await(() -> true)).isTrue();
  }

  @Test
  void await_interrupted_isFalseAtOnceAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    boolean held = Deadline.after(Duration.ofMinutes(1)).await(() -> false);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(held).isFalse();
  }
}
