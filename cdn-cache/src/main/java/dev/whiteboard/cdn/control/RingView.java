package dev.whiteboard.cdn.control;

import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.world.NodeSpec;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.cdn.world.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Who owns what: keys and shares of each tier's ring, computed as the nodes do. */
public final class RingView {
  /** Points on the circle that shares are measured at: exact to about one part in a hundred. */
  private static final int SAMPLES = 1 << 14;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Topology topology;
  private final Function<List<String>, Placement> placing;
  private final ToLongFunction<String> placement;

  /**
   * Of a world.
   *
   * @param placing makes the ring of a tier
   * @param placement the hash of a URL
   */
  public RingView(
      Topology topology,
      Function<List<String>, Placement> placing,
      ToLongFunction<String> placement) {
    this.topology = topology;
    this.placing = placing;
    this.placement = placement;
  }

  /**
   * Who owns a key in a tier.
   *
   * @param owner empty where no node of the tier is up
   * @param ifLeft for each node that is up, who would own the key without it; empty for nobody
   */
  public record Owner(Tier tier, Optional<String> owner, Map<String, Optional<String>> ifLeft) {}

  /**
   * Who owns a key in each tier that has owners: an edge is chosen by its clients.
   *
   * @param isUp which nodes count
   */
  public List<Owner> owners(String url, Predicate<String> isUp) {
    var hash = placement.applyAsLong(url);
    var owners = new ArrayList<Owner>();
    for (var tier : Tier.values()) {
      if (tier != Tier.EDGE && !topology.in(tier).isEmpty()) {
        owners.add(owner(tier, hash, up(tier, isUp)));
      }
    }
    return owners;
  }

  private Owner owner(Tier tier, long hash, List<String> up) {
    var ifLeft = new LinkedHashMap<String, Optional<String>>();
    for (var node : up) {
      ifLeft.put(node, owner(up.stream().filter(other -> !other.equals(node)).toList(), hash));
    }
    return new Owner(tier, owner(up, hash), ifLeft);
  }

  private Optional<String> owner(List<String> nodes, long hash) {
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    var ring = placing.apply(nodes);
    return Optional.of(ring.nodes().get(ring.nodeOf(hash)));
  }

  /** What part of all keys each node of a tier has, 1 in all; none for those that are down. */
  public Map<String, Double> shares(Tier tier, Predicate<String> isUp) {
    var up = up(tier, isUp);
    var shares = new LinkedHashMap<String, Double>();
    if (up.isEmpty()) {
      return shares;
    }
    var ring = placing.apply(up);
    var counts = new int[up.size()];
    var point = 0L;
    for (var i = 0; i < SAMPLES; i++) {
      counts[ring.nodeOf(point)]++;
      point += GOLDEN;
    }
    for (var i = 0; i < counts.length; i++) {
      shares.put(ring.nodes().get(i), (double) counts[i] / SAMPLES);
    }
    return shares;
  }

  /**
   * A tier's circle of hashes, as it is seen from points that lie evenly around it.
   *
   * @param nodes those that are up
   * @param owners for each point the place in {@code nodes} of its owner; empty without nodes
   */
  public record Circle(Tier tier, List<String> nodes, List<Integer> owners) {}

  /**
   * The circle of each tier that has owners.
   *
   * @param points around it
   * @param isUp which nodes count
   */
  public List<Circle> circles(int points, Predicate<String> isUp) {
    var circles = new ArrayList<Circle>();
    for (var tier : Tier.values()) {
      if (tier != Tier.EDGE && !topology.in(tier).isEmpty()) {
        circles.add(circle(tier, points, up(tier, isUp)));
      }
    }
    return circles;
  }

  private Circle circle(Tier tier, int points, List<String> up) {
    if (up.isEmpty()) {
      return new Circle(tier, up, List.of());
    }
    var ring = placing.apply(up);
    var step = Long.divideUnsigned(-1L, points);
    var owners = IntStream.range(0, points).mapToObj(i -> ring.nodeOf(i * step)).toList();
    return new Circle(tier, ring.nodes(), owners);
  }

  /** Where on the circle a key lies: 0 to below 1. */
  public double placeOf(String url) {
    return (placement.applyAsLong(url) >>> 11) * 0x1.0p-53;
  }

  private List<String> up(Tier tier, Predicate<String> isUp) {
    return topology.in(tier).stream().map(NodeSpec::name).filter(isUp).toList();
  }
}
