package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.purge.Members;
import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the nodes of a process need to take part in invalidations.
 *
 * @param members all nodes, and the control plane
 * @param addresses where letters go
 * @param options how they take part
 * @param random whom they tell and compare with; for any thread
 * @param admin what is wrong with somebody who wants to purge at an edge; empty for nothing
 */
public record Purging(
    Members members,
    Addresses addresses,
    PurgeOptions options,
    RandomGenerator random,
    Function<HttpServerRequest, Optional<Problem>> admin) {
  /** The control plane's name among nodes: none of theirs can have a capital. */
  public static final String CONTROL = "Control";

  /** All of a topology. */
  public static Members members(Topology topology) {
    return new Members(
        CONTROL, topology.nodes().stream().map(node -> member(topology, node)).toList());
  }

  private static PurgeNode member(Topology topology, NodeSpec node) {
    return new PurgeNode(node.name(), node.region(), tier(node.tier()), parent(topology, node));
  }

  /** The one nearby, where there are some. */
  private static Optional<String> parent(Topology topology, NodeSpec node) {
    var parents = node.parents();
    return parents.stream()
        .filter(name -> topology.node(name).orElseThrow().region().equals(node.region()))
        .findFirst()
        .or(() -> parents.stream().findFirst());
  }

  private static PurgeNode.Tier tier(Tier tier) {
    return switch (tier) {
      case EDGE -> PurgeNode.Tier.EDGE;
      case REGIONAL -> PurgeNode.Tier.REGIONAL;
      case CENTRAL -> PurgeNode.Tier.CENTRAL;
      case SHIELD -> PurgeNode.Tier.SHIELD;
    };
  }
}
