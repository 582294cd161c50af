package dev.whiteboard.cdn.purge;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everybody whom invalidations are for, and the control plane that they come from. Immutable. */
public final class Members {
  /** Parents before their children, and the same order for all who look. */
  private static final Comparator<PurgeNode> ORDER =
      Comparator.comparing(PurgeNode::tier).thenComparing(PurgeNode::name);

  private final String control;
  private final List<PurgeNode> nodes;
  private final Map<String, PurgeNode> byName;
  private final Map<String, List<PurgeNode>> byRegion;
  private final Map<String, List<PurgeNode>> byParent;

  /**
   * These nodes.
   *
   * @param control the control plane's name, which is none of theirs
   */
  public Members(String control, List<PurgeNode> nodes) {
    this.control = control;
    this.nodes = nodes.stream().sorted(ORDER).toList();
    byName = nodes.stream().collect(toUnmodifiableMap(PurgeNode::name, Function.identity()));
    byRegion = this.nodes.stream().collect(groupingBy(PurgeNode::region));
    byParent =
        this.nodes.stream()
            .filter(node -> node.parent().isPresent())
            .collect(groupingBy(node -> node.parent().orElseThrow()));
    if (byName.containsKey(control)) {
      throw new IllegalArgumentException("a node has the control plane's name: " + control);
    }
  }

  /** The control plane's name. */
  public String control() {
    return control;
  }

  /** All nodes, parents before their children. */
  public List<PurgeNode> nodes() {
    return nodes;
  }

  /** A node of this name. */
  public Optional<PurgeNode> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A region's nodes, parents before their children. */
  public List<PurgeNode> region(String region) {
    return byRegion.getOrDefault(region, List.of());
  }

  /** All regions, in no order. */
  public Iterable<String> regions() {
    return byRegion.keySet();
  }

  /** Whose parent this is. */
  public List<PurgeNode> children(String name) {
    return byParent.getOrDefault(name, List.of());
  }
}
