package dev.whiteboard.kit.run;

import java.time.Duration;

/** How long the first of some things still waits for others. For one thread at a time. */
public final class Gathering {
  private final long nanos;
  private long beganNanos;

  /** Over so long after it begins. */
  public Gathering(Duration time) {
    this.nanos = time.toNanos();
    this.beganNanos = System.nanoTime() - nanos;
  }

  /** The first has come. */
  public void begin() {
    beganNanos = System.nanoTime();
  }

  /** What is left to wait, in nanoseconds; 0 or less once it is over. */
  public long leftNanos() {
    return beganNanos + nanos - System.nanoTime();
  }
}
