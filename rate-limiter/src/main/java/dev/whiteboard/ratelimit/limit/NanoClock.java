package dev.whiteboard.ratelimit.limit;

import java.util.function.LongSupplier;

/** Nanoseconds that pass steadily, from a start of its own. Windows are aligned to its zero. */
@FunctionalInterface
public interface NanoClock {
  /** Now. Never less than before. */
  long nanos();

  /**
   * Nanoseconds since 1970 as they were at the start, and steady from there on: steps of the wall
   * clock don't show.
   *
   * @param epochNanos the wall clock at the start
   * @param ticker what passes, as {@link System#nanoTime}
   */
  static NanoClock anchored(long epochNanos, LongSupplier ticker) {
    var offset = epochNanos - ticker.getAsLong();
    return () -> offset + ticker.getAsLong();
  }
}
