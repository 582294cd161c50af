package dev.whiteboard.cdn.function;

import static dev.whiteboard.cdn.function.FunctionBookTest.done;
import static dev.whiteboard.cdn.function.FunctionBookTest.failure;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.function.FunctionException.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private final Sandbox sandbox =
      new Sandbox("test", 1, 4, Duration.ofSeconds(60), Duration.ofMillis(100));

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void run_aTaskThatHeedsNoInterrupt_answersWithoutIt() throws Exception {
    var goOn = new AtomicBoolean(true);
    var stubborn =
        sandbox.run(() -> {
          while (goOn.get()) {
            Thread.onSpinWait();
          }
          return 1;
        });

    assertThat(failure(stubborn).reason()).isEqualTo(Reason.DEADLINE);

    goOn.set(false);
    assertThat(done(sandbox.run(() -> Thread.currentThread().isInterrupted()))).isFalse();
  }

  @Test
  void run_afterATaskThatWasInterrupted_isNotInterrupted() throws Exception {
    for (var i = 0; i < 3; i++) {
      assertThat(failure(sandbox.run(() -> new CountDownLatch(1).await(60, SECONDS)))).isNotNull();
      assertThat(done(sandbox.run(() -> Thread.currentThread().isInterrupted()))).isFalse();
    }
  }

  @Test
  void close_withTasksThatWait_failsThem() throws Exception {
    var begun = new CountDownLatch(1);
    var running =
        sandbox.run(() -> {
          begun.countDown();
          return new CountDownLatch(1).await(60, SECONDS);
        });
    begun.await();
    var waiting = sandbox.run(() -> 1);
    sandbox.close();

    assertThat(failure(waiting).reason()).isEqualTo(Reason.BUSY);
    assertThat(failure(running)).isNotNull();
    assertThat(failure(sandbox.run(() -> 1)).reason()).isEqualTo(Reason.BUSY);
  }
}
