package dev.whiteboard.cdn.purge;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How far an invalidation has come. Immutable.
 *
 * @param invalidation which
 * @param choice how it spreads
 * @param applied when the control plane heard of each node that it has applied it
 * @param missing of whom it has not
 */
public record Spread(
    Invalidation invalidation,
    StrategyChoice choice,
    Map<String, Instant> applied,
    Set<String> missing) {
  /** Whether all have applied it. */
  public boolean isComplete() {
    return missing.isEmpty();
  }
}
