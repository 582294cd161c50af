package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.ring.Ring;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes of a tier that share its keys by the ring; each keeps what its policy says. */
final class TierCache {
  private final List<Cache<Integer, Boolean>> nodes;
  private final Placement ring;

  /**
   * Empty ones.
   *
   * @param names of its nodes: who owns what depends on nothing else
   * @param room objects that each holds
   */
  TierCache(List<String> names, Policy policy, int room) {
    nodes =
        Stream.generate(() -> policy.cache(Bounds.<Integer, Boolean>entries(room)))
            .limit(names.size())
            .toList();
    ring = Ring.of(names);
  }

  /** The names of so many nodes. */
  static List<String> names(String group, int count) {
    return IntStream.range(0, count).mapToObj(i -> group + "-" + i).toList();
  }

  /** Whether the owner of an object has it; it has it from then on, if its policy likes. */
  boolean ask(Integer object, long hash) {
    var owner = nodes.get(nodes.size() == 1 ? 0 : ring.nodeOf(hash));
    if (owner.get(object) != null) {
      return true;
    }
    owner.put(object, Boolean.TRUE);
    return false;
  }
}
