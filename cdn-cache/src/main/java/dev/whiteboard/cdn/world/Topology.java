package dev.whiteboard.cdn.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All nodes, and who asks whom.
 *
 * @param nodes each name once; parents are among them
 */
public record Topology(List<NodeSpec> nodes) {
  private static final List<String> REGIONS = List.of("eu", "us");
  private static final int EDGES_A_REGION = 2;

  /** Copies the nodes. */
  public Topology {
    nodes = List.copyOf(nodes);
  }

  /**
   * The world to begin with: four edges in two regions, a regional node in each, a central one and
   * a shield, all in this process.
   *
   * @param host the address that all listen on
   * @param first the ports of the first edge, the next edge has the next ones; 0 for free ones
   */
  public static Topology small(String host, NodeSpec.Ports first) {
    var regionals = REGIONS.stream().map(region -> "regional-" + region).toList();
    var edges =
        IntStream.range(0, REGIONS.size() * EDGES_A_REGION)
            .mapToObj(i -> {
              var region = REGIONS.get(i / EDGES_A_REGION);
              var name = "edge-" + region + "-" + (i % EDGES_A_REGION + 1);
              var ports = new NodeSpec.Ports(nth(first.plain(), i), nth(first.tls(), i));
              return new NodeSpec(name, Tier.EDGE, region, host, 0, Optional.of(ports), regionals);
            });
    var others =
        Stream.concat(
            REGIONS.stream()
                .map(region ->
                    inner("regional-" + region, Tier.REGIONAL, region, host, List.of("central"))),
            Stream.of(
                inner("central", Tier.CENTRAL, REGIONS.getFirst(), host, List.of("shield")),
                inner("shield", Tier.SHIELD, REGIONS.getFirst(), host, List.of())));
    return new Topology(Stream.concat(edges, others).toList());
  }

  private static int nth(int first, int place) {
    return first == 0 ? 0 : first + place;
  }

  private static NodeSpec inner(
      String name, Tier tier, String region, String host, List<String> parents) {
    return new NodeSpec(name, tier, region, host, 0, Optional.empty(), parents);
  }

  /** The node of that name. */
  public Optional<NodeSpec> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** The nodes of a tier. */
  public List<NodeSpec> in(Tier tier) {
    return nodes.stream().filter(node -> node.tier() == tier).toList();
  }

  /**
   * Whom a node may ask in the end, by tier, the nearest first: its parents, and past those that
   * are all down, theirs.
   */
  public List<List<NodeSpec>> above(NodeSpec node) {
    var reached = new HashSet<String>();
    gather(node, reached);
    return Stream.of(Tier.values())
        .map(tier -> in(tier).stream().filter(each -> reached.contains(each.name())).toList())
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private void gather(NodeSpec node, Set<String> reached) {
    for (var name : node.parents()) {
      if (reached.add(name)) {
        node(name).ifPresent(parent -> gather(parent, reached));
      }
    }
  }

  /** The same, but for the address of one node. */
  public Topology listening(String name, String address) {
    return new Topology(
        nodes.stream().map(node -> node.name().equals(name) ? node.at(address) : node).toList());
  }

  /** From the origin down: parents before those who ask them. */
  List<NodeSpec> fromTop() {
    var sorted = new ArrayList<NodeSpec>();
    for (var tier : List.of(Tier.values()).reversed()) {
      sorted.addAll(in(tier));
    }
    return sorted;
  }
}
