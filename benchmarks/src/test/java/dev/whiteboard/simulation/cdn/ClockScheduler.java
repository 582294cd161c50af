package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.purge.Scheduler;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread, and time as a clock has it. */
final class ClockScheduler implements Scheduler, AutoCloseable {
  private static final int SECONDS_MAX = 30;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var later = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> later.cancel(false);
  }

  /** Runs it there, and waits for it. */
  <T> T call(Callable<T> task) throws Exception {
    return thread.submit(task).get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
