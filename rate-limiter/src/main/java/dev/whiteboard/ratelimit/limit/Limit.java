package dev.whiteboard.ratelimit.limit;

import java.time.Duration;

/**
 * How much may happen how often.
 *
 * @param algorithm how it counts
 * @param permits in each period; for {@link Algorithm#CONCURRENCY} at the same time
 * @param per the period; for {@link Algorithm#CONCURRENCY} how long one may be held at most
 * @param burst how many at once: what the bucket holds, or the queue; the permits where the
 *     algorithm knows no burst
 */
public record Limit(Algorithm algorithm, long permits, Duration per, long burst) {
  /** The most permits in a period, and the largest burst. */
  public static final long PERMITS_MAX = 1_000_000_000;

  /** The most that a log keeps for a key: 8 bytes each. */
  public static final long LOG_PERMITS_MAX = 100_000;

  /** The shortest period. */
  public static final Duration PER_MIN = Duration.ofMillis(1);

  /** The longest period. */
  public static final Duration PER_MAX = Duration.ofDays(366);

  /**
   * The longest that a burst may take to come back where nodes share it: a store in Lua tells its
   * end in microseconds, below 2^53. One process has no such bound.
   */
  public static final Duration FILL_MAX = Duration.ofDays(36_525);

  /**
   * A limit that can be kept.
   *
   * @throws IllegalArgumentException naming what is out of its bounds
   */
  public Limit {
    var most = algorithm == Algorithm.SLIDING_LOG ? LOG_PERMITS_MAX : PERMITS_MAX;
    requireWithin("limit", permits, most);
    requireWithin("burst", burst, PERMITS_MAX);
    if (per.compareTo(PER_MIN) < 0 || per.compareTo(PER_MAX) > 0) {
      throw new IllegalArgumentException("per: from " + PER_MIN + " to " + PER_MAX);
    }
    if (!algorithm.takesBurst() && burst != permits) {
      throw new IllegalArgumentException("burst: " + algorithm.text() + " knows none");
    }
  }

  /** Whether its burst takes longer than {@link #FILL_MAX} to come back. */
  public boolean isTooSlowToShare() {
    var fillNanos = (double) per.toNanos() * burst / permits;
    return algorithm.takesBurst() && fillNanos > FILL_MAX.toSeconds() * 1e9;
  }

  /** With a burst as large as the limit. */
  public static Limit of(Algorithm algorithm, long permits, Duration per) {
    return new Limit(algorithm, permits, per, permits);
  }

  /** The same with another burst. */
  public Limit withBurst(long other) {
    return new Limit(algorithm, permits, per, other);
  }

  private static void requireWithin(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + ": from 1 to " + most);
    }
  }
}
