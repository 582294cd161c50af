package dev.whiteboard.shortener.limit;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of the service, each for a minute; empty for none. This node keeps them by itself: two
 * nodes let twice as much through.
 *
 * @param creations links made without a key, by address
 * @param keyCreations links made with a key, by the key's id
 * @param unknownCodes codes asked for without a link, by address
 */
public record Limits(
    Optional<RateLimiter> creations,
    Optional<RateLimiter> keyCreations,
    Optional<RateLimiter> unknownCodes) {
  /** Keys remembered by each. */
  private static final int KEYS_MAX = 100_000;

  /** Limits that this node keeps by itself. */
  public static Limits local(LimitSettings settings, NanoClock clock) {
    return new Limits(
        perMinute(settings.creationsPerMinute(), clock),
        perMinute(settings.keyCreationsPerMinute(), clock),
        perMinute(settings.unknownCodesPerMinute(), clock));
  }

  private static Optional<RateLimiter> perMinute(int permits, NanoClock clock) {
    if (permits == 0) {
      return Optional.empty();
    }
    var limit = Limit.of(Algorithm.GCRA, permits, Duration.ofMinutes(1));
    return Optional.of(LocalLimiters.of(limit, clock, KEYS_MAX));
  }
}
