package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Time that jumps to the next thing that happens. Everything runs on the caller's thread, and in
 * the same order each time: what is due at the same moment runs in the order in which it was
 * scheduled.
 */
public final class VirtualTime implements Scheduler {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong((Event event) -> event.atNanos)
              .thenComparingLong(event -> event.number));

  private long nowNanos;
  private long scheduled;

  /** At the beginning. */
  public VirtualTime() {}

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var event = new Event(nowNanos + delay.toNanos(), scheduled++, task);
    events.add(event);
    return () -> event.cancelled = true;
  }

  /**
   * Runs what is due within a time.
   *
   * @param enough ends it earlier, looked at after each event
   * @return whether it was enough
   */
  public boolean run(Duration timeMax, BooleanSupplier enough) {
    var end = nowNanos + timeMax.toNanos();
    while (!enough.getAsBoolean()) {
      var next = events.peek();
      if (next == null || next.atNanos > end) {
        nowNanos = end;
        return false;
      }
      events.remove();
      nowNanos = next.atNanos;
      next.run();
    }
    return true;
  }

  /** Runs what is due within a time. */
  public void run(Duration time) {
    run(time, () -> false);
  }

  /** Something that will happen. */
  private static final class Event {
    private final long atNanos;
    private final long number;
    private final Runnable task;
    private boolean cancelled;

    Event(long atNanos, long number, Runnable task) {
      this.atNanos = atNanos;
      this.number = number;
      this.task = task;
    }

    void run() {
      if (!cancelled) {
        task.run();
      }
    }
  }
}
