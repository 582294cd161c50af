package dev.whiteboard.cdn.control;

import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.cdn.world.CdnNode;
import dev.whiteboard.cdn.world.NodeSpec;
import dev.whiteboard.cdn.world.World;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the nodes do, and the switch of those that live here. */
public final class NodeStates {
  private final World world;
  private final List<NodeGroup> watched;

  /**
   * Of a world.
   *
   * @param watched groups whose health is checked, that have all nodes together
   */
  public NodeStates(World world, List<NodeGroup> watched) {
    this.world = world;
    this.watched = List.copyOf(watched);
  }

  /**
   * A node, now.
   *
   * @param isUp whether it answered its last checks, and is switched on as far as is known
   * @param isHere whether it lives in this process, and has a switch
   * @param addresses for clients, in clear and over TLS; empty but at an edge
   * @param figures what it keeps and has done; empty where it lives elsewhere
   */
  public record State(
      NodeSpec spec,
      boolean isUp,
      boolean isHere,
      List<URI> addresses,
      Optional<Figures> figures) {}

  /**
   * What a node keeps and has done.
   *
   * @param bytes of heads and bodies that it keeps
   * @param objects that it keeps
   * @param results its answers since the start, by where they came from
   */
  public record Figures(long bytes, int objects, Map<String, Long> results) {
    private static Figures of(CdnNode node) {
      return new Figures(node.store().bytes(), node.store().size(), node.counts().told());
    }
  }

  /** All nodes, as the topology has them. */
  public List<State> all() {
    return world.topology().nodes().stream().map(this::state).toList();
  }

  private State state(NodeSpec spec) {
    var node = world.node(spec.name());
    return new State(
        spec,
        isUp(spec.name()),
        node.isPresent(),
        node.map(CdnNode::clientAddresses).orElseGet(spec::clientAddresses),
        node.map(Figures::of));
  }

  /**
   * Whether a node is up. One that lives here is as its switch says, without waiting for checks.
   */
  public boolean isUp(String name) {
    return world
        .node(name)
        .map(CdnNode::isOn)
        .orElseGet(() -> watched.stream().anyMatch(group -> group.isUp(name)));
  }

  /**
   * Switches a node on or off.
   *
   * @return whether there is such a node here
   * @throws IOException where its port is taken meanwhile
   */
  public boolean turn(String name, boolean on) throws IOException {
    var node = world.node(name);
    if (node.isEmpty()) {
      return false;
    }
    if (on) {
      node.get().switchOn();
    } else {
      node.get().switchOff();
    }
    return true;
  }
}
