package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class VirtualThreadsTest {
  private static final int CALLS_MAX = 3;

  private static EventLoops eventLoops;

  private final VirtualThreads threads = new VirtualThreads(CALLS_MAX);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    eventLoops = EventLoops.open();
  }

  @AfterAll
  static void stop() throws Exception {
    eventLoops.close();
  }

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void execute_boundReached_isRefusedUntilOneEnds() throws InterruptedException {
    fill();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> threads.execute(() -> {}));
    release.countDown();
    await().until(() -> isTaken(() -> {}));
  }

  @Test
  void execute_taskThatThrows_givesItsPlaceBack() {
    for (var i = 0; i < 3 * CALLS_MAX; i++) {
      await().until(() -> isTaken(VirtualThreadsTest::fail));
    }
  }

  @Test
  void call_boundReached_failsAtOnceWithA503() throws InterruptedException {
    fill();

    var refused = threads.call(vertx(), () -> "never").toCompletionStage().toCompletableFuture();

    assertThat(refused).isCompletedExceptionally();
    assertThat(refused.exceptionNow())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().retryAfter())
                  .hasValueSatisfying(wait -> assertThat(wait).hasSeconds(1));
            });
  }

  @Test
  void call_result_arrivesOnTheCallersEventLoop_workedOutOnAVirtualThread() throws Exception {
    var context = vertx().getOrCreateContext();
    var arrivedOn = new CompletableFuture<Context>();

    context.runOnContext(_ ->
        threads
            .call(vertx(), () -> Thread.currentThread().isVirtual())
            .onSuccess(virtual -> arrivedOn.complete(virtual ? Vertx.currentContext() : null)));

    assertThat(arrivedOn.get(5, TimeUnit.SECONDS)).isSameAs(context);
  }

  @Test
  void call_exceptionOrError_failsTheFuture() {
    assertFails(
        IOException.class,
        () -> {
          throw new IOException();
        });
    assertFails(
        StackOverflowError.class,
        () -> {
          throw new StackOverflowError();
        });
  }

  private void assertFails(Class<? extends Throwable> cause, Callable<String> call) {
    var result = threads.call(vertx(), call).toCompletionStage().toCompletableFuture();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> result.get(5, TimeUnit.SECONDS))
        .withCauseInstanceOf(cause);
  }

  @Test
  void close_interruptsWhatRuns() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    threads.execute(() -> {
      running.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    });
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

    threads.close();

    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  /** Takes all places; what takes them ends with {@link #release}. */
  private void fill() throws InterruptedException {
    var running = new CountDownLatch(CALLS_MAX);
    for (var i = 0; i < CALLS_MAX; i++) {
      threads.execute(() -> {
        running.countDown();
        awaitRelease();
      });
    }
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private boolean isTaken(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static void fail() {
    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {}); // nothing on the console
    throw new IllegalStateException("on purpose");
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Vertx vertx() {
    return eventLoops.vertx();
  }
}
