package dev.whiteboard.chat.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: longer each time, and never all at the same time. */
public final class Backoff {
  /*
   * Full jitter: anything from nothing to the bound, which doubles. Of the ways to spread clients
   * that all lost the same node it is the one with the least work in total (Marc Brooker,
   * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
   */
  private static final int DOUBLINGS_MAX = 30;

  private final long firstMs;
  private final long maxMs;
  private final RandomGenerator random;
  private int failures;

  /**
   * No attempt has failed yet.
   *
   * @param first the bound of the first wait; doubles with each
   * @param max which it never exceeds
   */
  public Backoff(Duration first, Duration max, RandomGenerator random) {
    this.firstMs = first.toMillis();
    this.maxMs = max.toMillis();
    this.random = random;
  }

  /** One more attempt has failed: how long to wait, in ms. */
  public long failed() {
    var bound = Math.min(maxMs, firstMs << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    return random.nextLong(bound + 1);
  }

  /** It works again. */
  public void reset() {
    failures = 0;
  }
}
