package dev.whiteboard.ratelimit.limit;

/**
 * A limit for each of many keys, in one process. Safe for many threads; nothing blocks.
 *
 * <p>Denied requests cost nothing. A key that was idle until it is as new is forgotten.
 */
public interface RateLimiter {
  /** What it keeps to. */
  Limit limit();

  /**
   * Takes permits, all or none.
   *
   * @param key whose they are
   * @param permits how many, from 1 to {@link Limit#burst}
   * @param verdict is written over: how it went, what is left, when to come back
   * @return whether they were taken
   * @throws IllegalArgumentException for more permits than there ever are at once
   */
  boolean tryAcquire(String key, long permits, Verdict verdict);

  /** As {@link #tryAcquire(String, long, Verdict)}, for who only wants to know whether. */
  default boolean tryAcquire(String key, long permits) {
    return tryAcquire(key, permits, new Verdict());
  }

  /** What {@link #tryAcquire} would say; takes nothing. */
  boolean peek(String key, long permits, Verdict verdict);

  /**
   * Gives back what a verdict took, once. Never past the limit, and nothing where what was taken is
   * over by now, as after the end of its window. A permit of {@link Algorithm#CONCURRENCY} is given
   * back this way.
   */
  void refund(String key, Verdict taken);

  /** Makes a key new. */
  void forget(String key);

  /** How many keys it remembers. */
  int keys();
}
