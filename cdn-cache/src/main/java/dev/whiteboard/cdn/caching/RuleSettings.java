package dev.whiteboard.cdn.caching;

import java.time.Duration;

/**
 * What {@link SharedCacheRules} leave to whoever runs a cache.
 *
 * @param heuristicFraction how much of the time since a response's last change it is taken to be
 *     fresh, where its origin says nothing; RFC 9111, 4.2.2 names a tenth
 * @param heuristicMax the longest that such a guess goes
 * @param staleWithoutAnswerMax how long after its lifetime a response may stand in where the origin
 *     gives no answer and said nothing about it (RFC 9111, 4.2.4)
 * @param obeysTargeted whether {@code CDN-Cache-Control} counts
 * @param obeysRequests whether a client's {@code Cache-Control} and {@code Pragma} count
 */
public record RuleSettings(
    double heuristicFraction,
    Duration heuristicMax,
    Duration staleWithoutAnswerMax,
    boolean obeysTargeted,
    boolean obeysRequests) {
  /** As the RFCs have it. */
  public static final RuleSettings DEFAULT =
      new RuleSettings(0.1, Duration.ofDays(1), Duration.ofDays(1), true, true);

  /** Checks that there is no guess longer than the time since the last change. */
  public RuleSettings {
    if (!(heuristicFraction >= 0 && heuristicFraction <= 1)) {
      throw new IllegalArgumentException("no fraction: " + heuristicFraction);
    }
  }
}
