package dev.whiteboard.stack.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The moment by which something has to have happened. What another process does can only be asked
 * for again and again: {@link #await} does that.
 */
public final class Deadline {
  /** How often a condition is looked at. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** That long from now. */
  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, zero once it has passed. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean passed() {
    return left().isZero();
  }

  /**
   * Waits until the condition holds. An interrupt ends the wait too, and stays set.
   *
   * @return whether the condition held in time
   */
  public boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (passed() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(POLL_INTERVAL.toNanos(), left().toNanos()));
    }
    return true;
  }
}
