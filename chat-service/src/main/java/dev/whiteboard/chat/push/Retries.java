package dev.whiteboard.chat.push;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a push that failed is tried again: after a time by chance between nothing and a bound that
 * doubles, so that many that failed together do not come back together ("full jitter", M. Brooker,
 * "Exponential Backoff and Jitter", 2015).
 *
 * @param first the bound after the first failure
 * @param attemptsMax so many failures, and it is given up
 */
public record Retries(Duration first, int attemptsMax) {
  /** The bound does not grow beyond this. */
  static final Duration WAIT_MAX = Duration.ofMinutes(10);

  /** Who asks for more patience than this is asked again all the same. */
  static final Duration ASKED_MAX = Duration.ofHours(1);

  /** 2^20 times anything is beyond {@link #WAIT_MAX}. */
  private static final int DOUBLINGS_MAX = 20;

  /** Refuses what would never try. */
  public Retries {
    if (!first.isPositive() || attemptsMax < 1) {
      throw new IllegalArgumentException("retries %s, %d".formatted(first, attemptsMax));
    }
  }

  /** Whether it has failed often enough. */
  boolean isOver(int failures) {
    return failures >= attemptsMax;
  }

  /**
   * What to wait.
   *
   * @param failures how many there were, 1 or more
   * @param asked how long the other side asks to wait: not less, and jitter on top
   */
  Duration after(int failures, Optional<Duration> asked, RandomGenerator random) {
    var bound = bound(failures).toMillis();
    var jitter = Duration.ofMillis(random.nextLong(bound + 1));
    return asked.map(Retries::bounded).orElse(Duration.ZERO).plus(jitter);
  }

  private Duration bound(int failures) {
    var grown = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
    return grown.compareTo(WAIT_MAX) < 0 ? grown : WAIT_MAX;
  }

  private static Duration bounded(Duration asked) {
    return asked.compareTo(ASKED_MAX) < 0 ? asked : ASKED_MAX;
  }
}
