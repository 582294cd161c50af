package dev.whiteboard.cdn.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everybody who hears tells a few at random, once. Nobody pays for all, and nobody is needed.
 *
 * <p>It does not reach everybody, not even where no message is lost: with a fan-out of 4 each node
 * is missed with probability e<sup>-4</sup>, which is 2 %. What it leaves out is told directly.
 * Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987.
 */
final class Gossip implements Strategy {
  static final int FAN_OUT = 4;

  private final int fanOut;

  Gossip(int fanOut) {
    this.fanOut = fanOut;
  }

  @Override
  public List<Hop> next(Place place, Invalidation invalidation, RandomGenerator random) {
    var others = new ArrayList<>(place.members().nodes());
    others.removeIf(node -> node.name().equals(place.self()));
    var hops = new ArrayList<Hop>(fanOut);
    while (hops.size() < fanOut && !others.isEmpty()) {
      hops.add(Hop.now(takeOne(others, random)));
    }
    return hops;
  }

  /** The last takes the place of the one taken: the order does not matter any more. */
  private static PurgeNode takeOne(List<PurgeNode> nodes, RandomGenerator random) {
    var place = random.nextInt(nodes.size());
    var taken = nodes.get(place);
    var last = nodes.removeLast();
    if (place < nodes.size()) {
      nodes.set(place, last);
    }
    return taken;
  }

  @Override
  public List<String> reportTo(Place place) {
    return List.of();
  }
}
