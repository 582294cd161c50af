package dev.whiteboard.cdn.function;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.ChicoryException;
import dev.whiteboard.cdn.function.FunctionException.Reason;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few threads for code that may never end, and a watchdog that interrupts it.
 *
 * <p>Threads of the platform, not virtual ones: what loops holds its carrier, and would take those
 * that everything else runs on. Whoever waits is answered in any case: where an interrupt does not
 * help, the watchdog answers instead, and goes on interrupting.
 */
final class Sandbox implements AutoCloseable {
  /** A stack's size: endless recursion ends after some ten thousand calls. */
  private static final long STACK_BYTES = 1 << 20;

  /**
   * Compiled code takes about 1 ms to heed an interrupt; after so long the caller waits no more.
   */
  private static final Duration GRACE = Duration.ofMillis(20);

  private final Duration waitMax;
  private final Duration runMax;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor watchdog;

  /**
   * With threads that start when they are needed.
   *
   * @param waitMax the longest that a task waits for a thread
   * @param runMax the longest that it runs
   */
  Sandbox(String name, int threadsMax, int queueMax, Duration waitMax, Duration runMax) {
    this.waitMax = waitMax;
    this.runMax = runMax;
    this.threads =
        new ThreadPoolExecutor(
            threadsMax,
            threadsMax,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueMax),
            daemons(name, STACK_BYTES));
    this.watchdog = new ScheduledThreadPoolExecutor(1, daemons(name + "-watchdog", 0));
    watchdog.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons(String name, long stackBytes) {
    return task -> {
      var thread = new Thread(null, task, name, stackBytes);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Runs a task.
   *
   * @return completes on another thread; fails with {@link FunctionException}
   */
  <T> CompletableFuture<T> run(Callable<T> task) {
    return run(task, runMax);
  }

  /** The same, with a time of its own. */
  <T> CompletableFuture<T> run(Callable<T> task, Duration taskMax) {
    var job = new Job<>(task, taskMax);
    try {
      job.watch();
      threads.execute(job);
    } catch (RejectedExecutionException _) {
      job.fail(new FunctionException(Reason.BUSY, "too many functions wait to run"));
    }
    return job.result;
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow().stream()
        .map(left -> (Job<?>) left)
        .forEach(job -> job.fail(new FunctionException(Reason.BUSY, "functions have ended")));
    watchdog.shutdownNow();
  }

  /** What a run that threw is to be told as. */
  static FunctionException failure(Throwable thrown) {
    return switch (thrown) {
      case FunctionException known -> known;
      case HostCallException misuse ->
          new FunctionException(Reason.MISUSE, String.valueOf(misuse.getMessage()));
      case ChicoryInterruptedException _ -> tooLong();
      case StackOverflowError _ -> tooDeep();
      case ChicoryException e when e.getCause() instanceof StackOverflowError -> tooDeep();
      default ->
          new FunctionException(
              Reason.TRAP, "trapped: " + Words.shown(String.valueOf(thrown.getMessage())), thrown);
    };
  }

  private static FunctionException tooLong() {
    return new FunctionException(Reason.DEADLINE, "ran for too long");
  }

  private static FunctionException tooDeep() {
    return new FunctionException(Reason.STACK, "called itself too deep");
  }

  /**
   * A task that waits, runs, and has ended, in this order. Its lock makes sure that an interrupt
   * meets the task it was meant for, and never the next on the same thread.
   */
  private final class Job<T> implements Runnable {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Callable<T> task;
    private final Duration taskMax;
    private @Nullable Thread thread;
    private @Nullable Future<?> alarm;
    private boolean ended;

    Job(Callable<T> task, Duration taskMax) {
      this.task = task;
      this.taskMax = taskMax;
    }

    synchronized void watch() {
      alarm = watchdog.schedule(this::waitedTooLong, waitMax.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      try {
        if (begin()) {
          var value = task.call();
          end();
          result.complete(value);
        }
      } catch (Throwable thrown) { // a stack that ran over too, or the caller would wait for good
        end();
        result.completeExceptionally(failure(thrown));
      }
    }

    private synchronized boolean begin() {
      if (ended) {
        return false;
      }
      cancelAlarm();
      thread = Thread.currentThread();
      alarm = watchdog.schedule(this::ranTooLong, taskMax.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    }

    private synchronized void end() {
      ended = true;
      cancelAlarm();
      Thread.interrupted(); // none comes any more, and the thread's next task wants none
    }

    private synchronized void waitedTooLong() {
      if (thread == null && !ended) {
        ended = true;
        fail(new FunctionException(Reason.BUSY, "waited too long to run"));
      }
    }

    private synchronized void ranTooLong() {
      if (!ended && thread != null) {
        thread.interrupt();
        alarm = watchdog.schedule(this::heedsNothing, GRACE.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    private synchronized void heedsNothing() {
      if (!ended) {
        fail(tooLong());
        ranTooLong();
      }
    }

    /** On a thread of its own: what follows is not the watchdog's work. */
    private void fail(FunctionException failure) {
      Thread.startVirtualThread(() -> result.completeExceptionally(failure));
    }

    private void cancelAlarm() {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }
}
