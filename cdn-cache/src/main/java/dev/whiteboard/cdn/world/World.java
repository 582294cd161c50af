package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.cdn.tier.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The nodes of a topology that live in this process, and where the others are. */
public final class World implements AutoCloseable {
  private final Topology topology;
  private final NodeParts parts;
  private final Map<String, CdnNode> nodes = new LinkedHashMap<>();

  private World(Topology topology, NodeParts parts) {
    this.topology = topology;
    this.parts = parts;
  }

  /**
   * Starts nodes, parents first: their children then know their ports.
   *
   * @param here the names of those that live here; of all others the topology has the port
   * @throws IOException where a port can't be had; nothing is left open then
   */
  public static World start(Topology topology, List<String> here, NodeParts parts)
      throws IOException {
    var world = new World(topology, parts);
    try {
      for (var spec : topology.fromTop()) {
        world.add(spec, here.contains(spec.name()));
      }
      return world;
    } catch (IOException e) {
      world.close();
      throw e;
    }
  }

  private void add(NodeSpec spec, boolean isHere) throws IOException {
    if (isHere) {
      var node = CdnNode.start(spec, parts, above(spec), this::region);
      nodes.put(spec.name(), node);
    } else {
      var address = Listener.inUrl(spec.host()) + ":" + spec.internalPort();
      parts.purging().addresses().put(spec.name(), URI.create("http://" + address));
    }
  }

  private String region(String node) {
    return topology.node(node).map(NodeSpec::region).orElse("");
  }

  private List<NodeGroup> above(NodeSpec spec) {
    return topology.above(spec).stream()
        .map(tier -> tier.stream().map(this::peer).toList())
        .map(peers -> new NodeGroup(peers, parts.placing(), parts.clocks().nanos()))
        .toList();
  }

  private Peer peer(NodeSpec spec) {
    return address(spec.name())
        .map(address -> new Peer(spec.name(), address))
        .orElseThrow(
            () -> new IllegalStateException(spec.name() + " is not started before its children"));
  }

  /** All nodes, here or not. */
  public Topology topology() {
    return topology;
  }

  /** Where other nodes ask a node. */
  public Optional<URI> address(String node) {
    return parts.purging().addresses().find(node);
  }

  /** A node that lives here. */
  public Optional<CdnNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** Those that live here, from the shield down. */
  public List<CdnNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Lets all requests under way end, everywhere at once. Waits until then. */
  public void drain(Duration deadline) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.values().forEach(node -> threads.execute(() -> node.drain(deadline)));
      threads.shutdown();
      var _ = threads.awaitTermination(deadline.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Clients' listeners first, so that none asks a node that is gone. */
  @Override
  public void close() {
    new ArrayList<>(nodes.values()).reversed().forEach(CdnNode::close);
  }
}
