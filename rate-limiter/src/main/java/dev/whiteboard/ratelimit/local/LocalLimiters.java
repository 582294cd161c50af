package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;

/** Makes limiters of one process. */
public final class LocalLimiters {
  /** Keys remembered where nothing else is said. */
  public static final int KEYS_MAX = 1_000_000;

  private LocalLimiters() {}

  /** With up to {@link #KEYS_MAX} keys. */
  public static LocalLimiter of(Limit limit, NanoClock clock) {
    return of(limit, clock, KEYS_MAX);
  }

  /**
   * Keeps a limit for each key.
   *
   * @param clock what time it is; windows are aligned to its zero
   * @param keysMax how many keys are remembered; beyond them the least used are forgotten
   * @throws IllegalArgumentException for no keys at all
   */
  public static LocalLimiter of(Limit limit, NanoClock clock, int keysMax) {
    return switch (limit.algorithm()) {
      case FIXED_WINDOW -> new FixedWindow(limit, clock, keysMax);
      case SLIDING_LOG -> new SlidingLog(limit, clock, keysMax);
      case SLIDING_WINDOW -> new SlidingWindow(limit, clock, keysMax);
      case TOKEN_BUCKET -> new TokenBucket(limit, clock, keysMax);
      case LEAKY_BUCKET -> new LeakyBucket(limit, clock, keysMax);
      case LEAKY_QUEUE -> new LeakyQueue(limit, clock, keysMax);
      case GCRA -> new Gcra(limit, clock, keysMax);
      case CONCURRENCY -> new Concurrency(limit, clock, keysMax);
    };
  }
}
