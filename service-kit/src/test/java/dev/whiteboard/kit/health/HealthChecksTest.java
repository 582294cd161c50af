package dev.whiteboard.kit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HealthChecksTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void ready_noDependency_isReady() throws InterruptedException {
    try (var health = new HealthChecks()) {
      assertThat(health.ready().isReady()).isTrue();
    }
  }

  @Test
  void ready_someDown_namesThemInTheirOrder() throws InterruptedException {
    try (var health =
        new HealthChecks()
            .add("c", HealthChecksTest::fail)
            .add("b", () -> {})
            .add("a", HealthChecksTest::fail)) {
      var readiness = health.ready();

      assertThat(readiness.isReady()).isFalse();
      assertThat(readiness.down()).containsExactly("c", "a");
      assertThat(readiness.up()).containsOnlyKeys("c", "b", "a").containsEntry("b", true);
    }
  }

  @Test
  void ready_error_isDownToo() throws InterruptedException {
    HealthChecks.Check broken =
        () -> {
          throw new StackOverflowError();
        };
    try (var health = new HealthChecks().add("a", broken)) {
      assertThat(health.ready().down()).containsExactly("a");
    }
  }

  /** Side by side: three that hang take no longer than one, and hide none that answers. */
  @Test
  void ready_severalHang_endsAtTheOneDeadline() throws InterruptedException {
    try (var health =
        new HealthChecks()
            .add("a", never::await)
            .add("b", never::await)
            .add("c", never::await)
            .add("d", () -> {})) {
      var startedNanos = System.nanoTime();
      var readiness = health.ready();

      assertThat(readiness.down()).containsExactly("a", "b", "c");
      assertThat(since(startedNanos)).isBetween(DEADLINE.minusMillis(50), DEADLINE.plusMillis(900));
    }
  }

  @Test
  void ready_hangs_isInterrupted() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    HealthChecks.Check hangs =
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    try (var health = new HealthChecks().add("a", hangs)) {
      assertThat(health.ready().isReady()).isFalse();
      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void ready_askedByManyAtOnce_checksOnce() throws Exception {
    var asked = new AtomicInteger();
    try (var health = new HealthChecks().add("a", asked::incrementAndGet);
        var threads = Executors.newFixedThreadPool(8)) {
      var startedNanos = System.nanoTime();
      Callable<Readiness> asking = health::ready;
      for (var answer : threads.invokeAll(Collections.nCopies(64, asking))) {
        assertThat(answer.get().isReady()).isTrue();
      }

      // once for each quarter of a second that this machine took
      assertThat(asked.get()).isBetween(1, 1 + (int) (since(startedNanos).toMillis() / 250));
    }
  }

  @Test
  void ready_dependencyThatChanges_isSeenSoon() throws InterruptedException {
    var up = new AtomicBoolean(true);
    HealthChecks.Check check =
        () -> {
          if (!up.get()) {
            fail();
          }
        };
    try (var health = new HealthChecks().add("a", check)) {
      assertThat(health.ready().isReady()).isTrue();

      up.set(false);
      await().atMost(Duration.ofSeconds(2)).until(() -> !health.ready().isReady());
      up.set(true);
      await().atMost(Duration.ofSeconds(2)).until(() -> health.ready().isReady());
    }
  }

  private static void fail() throws IOException {
    throw new IOException("on purpose");
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
