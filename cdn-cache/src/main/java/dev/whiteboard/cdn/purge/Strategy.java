package dev.whiteboard.cdn.purge;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who tells whom of an invalidation. A strategy decides how fast it goes and what it costs; that it
 * arrives is the work of acknowledgements and exchanges, which are the same under all three.
 */
public sealed interface Strategy permits Flood, Tree, Gossip {
  /**
   * Whom a node tells that has just heard.
   *
   * @param random for those that choose
   */
  List<Hop> next(Place place, Invalidation invalidation, RandomGenerator random);

  /** Who is told, beside the control plane, of the acknowledgements that a node gathers. */
  List<String> reportTo(Place place);

  /**
   * Where an invalidation has arrived.
   *
   * @param members all there are
   * @param self who has just heard; the control plane itself at the beginning
   */
  record Place(Members members, String self) {
    boolean isControl() {
      return self.equals(members.control());
    }
  }

  /**
   * Somebody to tell.
   *
   * @param node who
   * @param after how long to wait; nothing is sent where the node is known to have applied it then
   */
  record Hop(String node, Duration after) {
    static Hop now(PurgeNode node) {
      return new Hop(node.name(), Duration.ZERO);
    }
  }

  /** The strategy of a kind. */
  static Strategy of(Kind kind) {
    return switch (kind) {
      case FLOOD -> new Flood();
      case TREE -> new Tree();
      case GOSSIP -> new Gossip(Gossip.FAN_OUT);
    };
  }

  /** The three there are. */
  enum Kind {
    /** Everybody at once. */
    FLOOD,
    /** A few of each region, which tell theirs. */
    TREE,
    /** Some at random, which tell some at random. */
    GOSSIP
  }
}
