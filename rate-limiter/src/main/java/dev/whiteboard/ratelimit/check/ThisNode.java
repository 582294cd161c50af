package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import java.util.function.Function;

/**
 * What a node decides by itself with.
 *
 * @param limiters makes limiters in this process
 * @param clock times slices and decisions
 * @param nodes how many there are. While the store is away each admits its part of a limit; where
 *     nobody knows how many (1), N nodes admit N times the limit.
 */
public record ThisNode(Function<Limit, RateLimiter> limiters, NanoClock clock, int nodes) {
  /**
   * A node among so many.
   *
   * @throws IllegalArgumentException for less than one
   */
  public ThisNode {
    if (nodes < 1) {
      throw new IllegalArgumentException("nodes: 1 or more, not " + nodes);
    }
  }

  RateLimiter whole(Limit limit) {
    return limiters.apply(limit);
  }

  /** Rounded up, so that nobody is shut out: all nodes admit less than one permit each too many. */
  RateLimiter part(Limit limit) {
    return limiters.apply(
        new Limit(
            limit.algorithm(),
            Math.ceilDiv(limit.permits(), nodes),
            limit.per(),
            Math.ceilDiv(limit.burst(), nodes)));
  }
}
