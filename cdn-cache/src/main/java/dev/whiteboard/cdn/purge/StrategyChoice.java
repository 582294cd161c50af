package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.util.Optional;

/**
 * Which strategy an invalidation takes, and why.
 *
 * @param kind the strategy
 * @param why for people to read
 */
public record StrategyChoice(Kind kind, String why) {
  /** A flood of so few costs its sender nothing worth saving. */
  static final int FEW_NODES = 16;

  /**
   * So many keys make a message of some kilobytes, which is not sent far more often than needed.
   */
  static final int FEW_KEYS = 32;

  /**
   * Chooses.
   *
   * @param named what the caller asked for
   * @param keys URLs or tags; 1 for a prefix
   * @param nodes how many are to be reached
   */
  public static StrategyChoice of(Optional<Kind> named, Priority priority, int keys, int nodes) {
    return named
        .map(kind -> new StrategyChoice(kind, "The caller asked for it."))
        .orElseGet(() -> unnamed(priority, keys, nodes));
  }

  private static StrategyChoice unnamed(Priority priority, int keys, int nodes) {
    return switch (priority) {
      case URGENT ->
          new StrategyChoice(
              Kind.FLOOD, "Urgent: all %d nodes are told directly, in one hop.".formatted(nodes));
      case LOW ->
          new StrategyChoice(
              Kind.GOSSIP, "Low priority: nodes tell each other, so no sender pays for all.");
      case NORMAL -> normal(keys, nodes);
    };
  }

  private static StrategyChoice normal(int keys, int nodes) {
    if (nodes > FEW_NODES) {
      return new StrategyChoice(
          Kind.TREE, "Many nodes (%d): two of each region tell the others.".formatted(nodes));
    }
    return keys > FEW_KEYS
        ? new StrategyChoice(
            Kind.TREE, "Many keys (%d): two of each region pass them on.".formatted(keys))
        : new StrategyChoice(
            Kind.FLOOD,
            "Few nodes (%d) and few keys (%d): a flood is cheap.".formatted(nodes, keys));
  }
}
