package dev.whiteboard.shortener.limit;

import java.time.Duration;

/** A bound on how often something may happen, for each key by itself. Safe for many threads. */
public interface RateLimit {
  /** What a limit says. */
  sealed interface Decision {
    /** Go ahead. */
    record Allowed() implements Decision {}

    /**
     * Not now.
     *
     * @param retryAfter who waits for so long, and is alone with this key, is let through
     */
    record Denied(Duration retryAfter) implements Decision {}
  }

  /**
   * Spends permits, all or none.
   *
   * @param key whose they are
   * @param permits how many, 1 or more
   */
  Decision tryAcquire(String key, int permits);

  /** What {@link #tryAcquire} would say to one permit; spends nothing. */
  Decision peek(String key);
}
