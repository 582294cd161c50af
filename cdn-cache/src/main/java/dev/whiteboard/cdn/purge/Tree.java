package dev.whiteboard.cdn.purge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The control plane tells two heads of each region, and they tell the region. Few messages go far.
 *
 * <pre>
 *             ┌─▸ head 1 ─┬─▸ node        head 2 starts 20 ms later,
 *   control ──┤           ├─▸ node        and only with those that
 *             └─▸ head 2 ┄┴─▸ node        head 1 has not reported
 * </pre>
 *
 * <p>A single head would be a single point of failure: with 20 regions and 10 % of messages lost,
 * one spread in 150 stays incomplete after four tries. Heads are the nodes nearest to the origin,
 * so that parents hear before their children.
 */
final class Tree implements Strategy {
  private static final int HEADS = 2;

  /** A region's round trip is 10 ms at most, and the report takes half of one. */
  private static final Duration STAND_BY = Duration.ofMillis(20);

  @Override
  public List<Hop> next(Place place, Invalidation invalidation, RandomGenerator random) {
    return place.isControl() ? allHeads(place.members()) : ownRegion(place);
  }

  private static List<Hop> allHeads(Members members) {
    return members.nodes().stream()
        .filter(node -> heads(members, node.region()).contains(node))
        .map(Hop::now)
        .toList();
  }

  private static List<PurgeNode> heads(Members members, String region) {
    var nodes = members.region(region);
    return nodes.subList(0, Math.min(HEADS, nodes.size()));
  }

  private static List<Hop> ownRegion(Place place) {
    var self = place.members().find(place.self());
    if (self.isEmpty()) {
      return List.of();
    }
    var rank = heads(place.members(), self.get().region()).indexOf(self.get());
    return rank < 0 ? List.of() : others(place, self.get(), STAND_BY.multipliedBy(rank));
  }

  private static List<Hop> others(Place place, PurgeNode self, Duration after) {
    var hops = new ArrayList<Hop>();
    for (var node : place.members().region(self.region())) {
      if (!node.equals(self)) {
        hops.add(new Hop(node.name(), after));
      }
    }
    return hops;
  }

  @Override
  public List<String> reportTo(Place place) {
    return place.members().find(place.self()).stream()
        .flatMap(self -> heads(place.members(), self.region()).stream())
        .map(PurgeNode::name)
        .filter(head -> !head.equals(place.self()))
        .toList();
  }
}
