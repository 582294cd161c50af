package dev.whiteboard.cdn.purge;

import java.time.Duration;

/**
 * One thread's work, now and later: an event loop in a node, virtual time in a simulation.
 *
 * <p>All that one {@link PurgeAgent} does runs here, one task after the other, so it needs no lock.
 */
public interface Scheduler {
  /** Time that only goes forward; for any thread. */
  long nanos();

  /** Runs it soon, in the order of the calls; for any thread. */
  void execute(Runnable task);

  /** Runs it once, that much later at the least; on the scheduler's thread. */
  Timer after(Duration delay, Runnable task);

  /** What is to run. */
  @FunctionalInterface
  interface Timer {
    /** Doesn't let it run any more. Nothing happens where it did. */
    void cancel();
  }
}
