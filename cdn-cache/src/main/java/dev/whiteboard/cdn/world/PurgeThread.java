package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.purge.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a node's invalidations are applied. It is no event loop: to take out all that
 * has a tag may take seconds, and meanwhile the node serves.
 */
final class PurgeThread implements Scheduler, AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(PurgeThread.class);

  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor thread;

  PurgeThread(String node, LongSupplier nanos) {
    this.nanos = nanos;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("purge " + node).daemon().factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return nanos.getAsLong();
  }

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      log.debug("the node is closed", e);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    try {
      var later = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> later.cancel(false);
    } catch (RejectedExecutionException e) {
      log.debug("the node is closed", e);
      return () -> {};
    }
  }

  /** One task that fails must not be the end of all others. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a task of an agent failed");
    }
  }

  /** Tasks that wait, now or for their time. */
  int waiting() {
    return thread.getQueue().size();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
