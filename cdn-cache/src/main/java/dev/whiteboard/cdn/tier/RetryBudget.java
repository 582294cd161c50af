package dev.whiteboard.cdn.tier;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests may be tried again: one for ten that were made, so that retries add a tenth to
 * the load of a tier that fails and never double it.
 *
 * <p>Kept in tenths. For any thread.
 */
final class RetryBudget {
  /** What a retry costs; a request brings one. */
  static final int COST = 10;

  /** Ten retries may come at once, after a quiet time. */
  static final int MAX = 10 * COST;

  private final AtomicInteger tenths = new AtomicInteger(MAX);

  /** A request was made. */
  void requested() {
    if (tenths.get() < MAX) {
      tenths.updateAndGet(have -> Math.min(MAX, have + 1));
    }
  }

  /** Takes one retry, where there is one. */
  boolean take() {
    return tenths.getAndUpdate(have -> have >= COST ? have - COST : have) >= COST;
  }
}
