package dev.whiteboard.kit.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs blocking calls on virtual threads, a bounded number at a time; beyond it a caller is refused
 * at once with a 503 instead of waiting in a queue that only grows.
 *
 * <p>Virtual threads cost so little that it is not they that need a bound, but what they wait for:
 * connections, and the memory of each request.
 */
public final class VirtualThreads implements Executor, AutoCloseable {
  /** A refused client is told to come back after this. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(VirtualThreads.class);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;

  /**
   * Sets the bound.
   *
   * @param callsMax how many calls may be under way at once
   */
  public VirtualThreads(int callsMax) {
    this.permits = new Semaphore(callsMax);
  }

  /**
   * Runs the task.
   *
   * @throws RejectedExecutionException where the bound is reached
   */
  @Override
  public void execute(Runnable task) {
    if (!permits.tryAcquire()) {
      throw new RejectedExecutionException("too many calls are under way");
    }
    threads.execute(() -> {
      try {
        task.run();
      } finally {
        permits.release();
      }
    });
  }

  /**
   * Runs the call; the future completes on the caller's event loop.
   *
   * @return the call's result; fails with a 503 problem where the bound is reached
   */
  public <T> Future<T> call(Vertx vertx, Callable<T> call) {
    var context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      execute(() -> run(call, promise, context));
    } catch (RejectedExecutionException e) {
      promise.fail(Problem.unavailable(RETRY_AFTER).asException());
    }
    return promise.future();
  }

  private static <T> void run(Callable<T> call, Promise<T> promise, Context context) {
    Handler<Void> completion;
    try {
      var result = call.call();
      completion = _ -> promise.complete(result);
    } catch (Throwable e) { // an error too, or the caller would wait for good
      completion = _ -> promise.fail(e);
    }
    try {
      context.runOnContext(completion);
    } catch (RejectedExecutionException e) {
      log.debug("the event loop ended before the call", e);
    }
  }

  /** Interrupts what still runs; call after the server was drained. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
