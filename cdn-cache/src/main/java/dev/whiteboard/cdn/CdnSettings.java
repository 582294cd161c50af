package dev.whiteboard.cdn;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.store.DirectMemory;
import dev.whiteboard.cdn.world.BadTopologyException;
import dev.whiteboard.cdn.world.NodeParts;
import dev.whiteboard.cdn.world.NodeSpec;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.cdn.world.Topology;
import dev.whiteboard.cdn.world.TopologyReader;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that can be set.
 *
 * @param host the address to listen on
 * @param port the control plane's; 0 for a free one
 * @param originPort the demo origin's; 0 for a free one
 * @param origin what is behind the CDN; empty for the demo origin
 * @param topology all nodes
 * @param here the names of those that this process is
 * @param adminKey who holds it may change what the CDN does; empty for nobody
 * @param memory what a node may keep
 * @param nodeSecret what nodes of several processes know each other by; empty to make one
 * @param lru the cache beside it that speaks Redis' protocol
 * @param purges how invalidations are written down, and where nodes hear of them
 * @param edges what clients, routes and functions may
 */
public record CdnSettings(
    String host,
    int port,
    int originPort,
    Optional<URI> origin,
    Topology topology,
    List<String> here,
    Optional<String> adminKey,
    NodeParts.Memory memory,
    Optional<String> nodeSecret,
    LruSettings lru,
    PurgeSettings purges,
    EdgeSettings edges) {
  private static final IntRange CACHE_MB = new IntRange(1, 65_536);
  static final String POLICIES =
      Stream.of(Policy.values()).map(CdnSettings::label).collect(Collectors.joining(", "));
  private static final String LOOPBACK = "127.0.0.1";
  private static final String TOPOLOGY = "CDN_TOPOLOGY";
  private static final String ROLE = "CDN_ROLE";
  private static final String NODE = "CDN_NODE";
  private static final String SECRET = "CDN_NODE_SECRET";

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static CdnSettings read(Settings settings) {
    settings.owning("CDN_");
    var given = settings.text("CDN_HOST", "the address to listen on; " + LOOPBACK + " without it");
    var host = given.orElse(LOOPBACK);
    var topology = topology(settings, host);
    var secret = settings.secret(SECRET, "what nodes of several processes know each other by");
    var here = here(settings, topology);
    if (here.size() < topology.nodes().size() && secret.isEmpty()) {
      throw new BadSettingException(SECRET, "is missing: nodes elsewhere must know it too");
    }
    var purges = PurgeSettings.read(settings);
    requireControl(here, topology, purges);
    return new CdnSettings(
        host,
        settings.port("CDN_PORT", 8084, "the control plane's port, 0 for a free one"),
        settings.port("CDN_ORIGIN_PORT", 8490, "the demo origin's port, 0 for a free one"),
        settings.parsed(
            "CDN_ORIGIN",
            "what is behind the CDN; the demo origin without it",
            CdnSettings::origin,
            "an http or https URL of a server, such as https://example.org"),
        given.map(address -> listening(topology, here, address)).orElse(topology),
        here,
        settings.secret("CDN_ADMIN_KEY", "who sends this as a bearer token may change things"),
        memory(settings),
        secret,
        LruSettings.read(settings),
        purges,
        EdgeSettings.read(settings));
  }

  /** A node alone hears of invalidations from elsewhere. */
  private static void requireControl(List<String> here, Topology topology, PurgeSettings purges) {
    var isNodeAlone = !here.isEmpty() && here.size() < topology.nodes().size();
    if (isNodeAlone && purges.control().isEmpty()) {
      throw new BadSettingException(
          PurgeSettings.CONTROL, "is missing: a node hears of invalidations from there");
    }
  }

  private static NodeParts.Memory memory(Settings settings) {
    var megabytes =
        settings.integer("CDN_CACHE_MB", 64, CACHE_MB, "megabytes that each node may keep");
    var policy =
        settings.parsed(
            "CDN_POLICY",
            label(Policy.DEFAULT),
            "which object goes where there is no room: " + POLICIES,
            CdnSettings::policy,
            POLICIES);
    return new NodeParts.Memory((long) megabytes << 20, policy, DirectMemory.besideHeap());
  }

  static Policy policy(String text) {
    return Stream.of(Policy.values())
        .filter(policy -> label(policy).equals(text))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  static String label(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Topology topology(Settings settings, String host) {
    var first =
        new NodeSpec.Ports(
            settings.port(
                "CDN_EDGE_PORT", 8440, "the first edge's port, the next have the next ones"),
            settings.port("CDN_EDGE_TLS_PORT", 8444, "the first edge's port for TLS and HTTP/3"));
    return settings
        .text(TOPOLOGY, "a YAML file with other nodes than the eight to begin with")
        .map(file -> file(Path.of(file), host))
        .orElseGet(() -> Topology.small(host, first));
  }

  private static Topology file(Path file, String host) {
    try {
      return TopologyReader.read(Files.readString(file), host);
    } catch (BadTopologyException e) {
      throw new BadSettingException(
          TOPOLOGY, "names " + file + ", which is bad: " + e.getMessage());
    } catch (IOException _) {
      throw new BadSettingException(TOPOLOGY, "names " + file + ", which can't be read");
    }
  }

  /** All, or the one that the process is to be. */
  private static List<String> here(Settings settings, Topology topology) {
    var role =
        settings.text(
            ROLE, "all", "all nodes, or only edge, regional, central, shield: the one in CDN_NODE");
    var name = settings.text(NODE, "which node of the topology this process is");
    if (role.equals("all")) {
      if (name.isPresent()) {
        throw new BadSettingException(NODE, "needs " + ROLE + ": the node's tier");
      }
      return topology.nodes().stream().map(NodeSpec::name).toList();
    }
    if (role.equals("control")) {
      return List.of();
    }
    var node =
        topology
            .node(name.orElse(""))
            .orElseThrow(() -> new BadSettingException(NODE, "must name a node of the topology"));
    if (!node.tier().label().equals(role)) {
      throw new BadSettingException(
          ROLE, role(role) + ", but " + node.name() + " is of the tier " + node.tier().label());
    }
    if (!node.parents().isEmpty()) {
      requireAddresses(topology, node);
    }
    return List.of(node.name());
  }

  /**
   * A node that is alone may listen elsewhere than others reach it: on all addresses of a container
   * or behind a translated one.
   */
  private static Topology listening(Topology topology, List<String> here, String address) {
    return here.size() == 1 ? topology.listening(here.getFirst(), address) : topology;
  }

  /** Of a node in another process the port must be known. */
  private static void requireAddresses(Topology topology, NodeSpec node) {
    for (var tier : topology.above(node)) {
      for (var parent : tier) {
        if (parent.internalPort() == 0) {
          throw new BadSettingException(TOPOLOGY, "says no internal port of " + parent.name());
        }
      }
    }
  }

  private static String role(String role) {
    return List.of(Tier.values()).stream().anyMatch(tier -> tier.label().equals(role))
        ? "is " + role
        : "must be all, control, edge, regional, central or shield";
  }

  /**
   * A server, named by the operator alone: no path, no user, nothing that a client could add to.
   */
  static URI origin(String text) {
    var uri = URI.create(text);
    var isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    var isBare =
        uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (!isHttp || !isBare || uri.getHost() == null) {
      throw new IllegalArgumentException("no origin");
    }
    return URI.create(uri.getScheme() + "://" + uri.getAuthority());
  }

  /** Whether all nodes are in this process. */
  boolean isWhole() {
    return here.size() == topology.nodes().size();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "CdnSettings[%s:%d, %d nodes]".formatted(host, port, here.size());
  }
}
