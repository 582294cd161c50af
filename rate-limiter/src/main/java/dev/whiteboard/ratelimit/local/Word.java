package dev.whiteboard.ratelimit.local;

import java.util.concurrent.atomic.AtomicLong;

/**
 * All that is known of a key, in one word that is compared and set: 24 or 32 bytes.
 *
 * <p>Its moments count from the word's own start, so they are small, never negative, and never wrap
 * around: a word that gets too old is {@linkplain Keyed#renewed renewed}.
 */
final class Word extends AtomicLong {
  /** What stands in a word that is out of use. */
  static final long RETIRED = -1;

  private static final long serialVersionUID = 1;

  private final long startNanos;

  Word(long startNanos, long state) {
    super(state);
    this.startNanos = startNanos;
  }

  /** By the clock, when this word's time began. */
  long startNanos() {
    return startNanos;
  }

  /**
   * Nanoseconds from the start until now. The clock may start anywhere and run over. A thread that
   * read the clock before another made this word comes at its start.
   */
  long elapsedNanos(long now) {
    return Math.max(now - startNanos, 0);
  }
}
