package dev.whiteboard.chat.account;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;
import java.util.Optional;

/**
 * How often somebody may try, each for a minute; empty for no limit. This node keeps them by
 * itself: two nodes let twice as much through.
 *
 * @param signUps by address
 * @param signIns by address
 * @param nameTries by name: only what fails counts. Who tries the passwords of a user keeps him
 *     from signing in as well; devices that are signed in stay so
 */
public record AccountLimits(
    Optional<RateLimiter> signUps, Optional<RateLimiter> signIns, Optional<RateLimiter> nameTries) {
  /** Keys remembered by each. */
  private static final int KEYS_MAX = 100_000;

  /** Limits that this node keeps by itself. */
  public static AccountLimits local(AccountSettings.Limits limits, NanoClock clock) {
    return new AccountLimits(
        perMinute(limits.signUps(), clock),
        perMinute(limits.signIns(), clock),
        perMinute(limits.nameTries(), clock));
  }

  private static Optional<RateLimiter> perMinute(int permits, NanoClock clock) {
    if (permits == 0) {
      return Optional.empty();
    }
    var limit = Limit.of(Algorithm.GCRA, permits, Duration.ofMinutes(1));
    return Optional.of(LocalLimiters.of(limit, clock, KEYS_MAX));
  }
}
