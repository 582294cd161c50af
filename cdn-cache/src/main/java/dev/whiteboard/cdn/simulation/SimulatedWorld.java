package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.Members;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.PurgeParts;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.simulation.SimulatedNetwork.Weather;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A world of nodes and a control plane in virtual time, with the code that real nodes run. The same
 * seed gives the same world, and in it the same things happen.
 */
public final class SimulatedWorld {
  /** The control plane's name. */
  public static final String CONTROL = "control";

  private static final long HISTORY = 77;
  private static final int CENTRALS = 3;
  private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

  private final VirtualTime time = new VirtualTime();
  private final RandomGenerator random;
  private final SimulatedNetwork network;
  private final SimulatedLog log = new SimulatedLog(HISTORY);
  private final Members members;
  private final PurgeOptions options;
  private final SpreadListener listener;
  private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
  private PurgeAgent control;

  /**
   * How large a world is.
   *
   * @param regions how many
   * @param edges in each of them, beside a regional node
   */
  public record Size(int regions, int edges) {}

  /** A world where all know that nothing was invalidated yet. */
  public SimulatedWorld(
      long seed, Size size, Weather weather, PurgeOptions options, SpreadListener listener) {
    this.random = new SplittableRandom(seed);
    this.network = new SimulatedNetwork(time, random, weather);
    this.members = new Members(CONTROL, nodes(size));
    this.options = options;
    this.listener = listener;
    this.control = startControl();
    members.nodes().forEach(node -> start(node.name()));
  }

  private static List<PurgeNode> nodes(Size size) {
    var nodes = new ArrayList<PurgeNode>();
    nodes.add(new PurgeNode("shield", region(0), Tier.SHIELD, Optional.empty()));
    for (var i = 0; i < CENTRALS; i++) {
      var region = region(i % size.regions);
      nodes.add(new PurgeNode("central-" + i, region, Tier.CENTRAL, Optional.of("shield")));
    }
    for (var i = 0; i < size.regions; i++) {
      var regional = "regional-" + i;
      var central = Optional.of("central-" + i % CENTRALS);
      nodes.add(new PurgeNode(regional, region(i), Tier.REGIONAL, central));
      for (var j = 0; j < size.edges; j++) {
        nodes.add(
            new PurgeNode(
                "edge-%d-%d".formatted(i, j), region(i), Tier.EDGE, Optional.of(regional)));
      }
    }
    return nodes;
  }

  private static String region(int number) {
    return "region-" + number;
  }

  private PurgeAgent startControl() {
    var agent = new PurgeAgent(parts(CONTROL, new SimulatedNode.Nothing(), listener));
    network.join(CONTROL, region(0), agent::receive);
    agent.start();
    return agent;
  }

  private void start(String name) {
    var store = new SimulatedNode.Applied(time);
    var agent = new PurgeAgent(parts(name, store, SpreadListener.NONE));
    nodes.put(name, new SimulatedNode(agent, store));
    network.join(name, members.find(name).orElseThrow().region(), agent::receive);
    agent.startAtOnce(HISTORY);
  }

  private PurgeParts parts(String name, Journal.Store store, SpreadListener hears) {
    return new PurgeParts(
        name,
        () -> members,
        store,
        network::send,
        time,
        random,
        options,
        name.equals(CONTROL) ? Optional.of(log) : Optional.empty(),
        hears);
  }

  /** A node dies, and comes up with nothing. */
  public void restart(String name) {
    node(name).agent().close();
    var store = new SimulatedNode.Applied(time);
    var agent = new PurgeAgent(parts(name, store, SpreadListener.NONE));
    nodes.put(name, new SimulatedNode(agent, store));
    network.join(name, members.find(name).orElseThrow().region(), agent::receive);
    agent.start();
  }

  /** The control plane dies, and comes up with what is in the log. */
  public void restartControl() {
    control.close();
    control = startControl();
  }

  /** Accepts an invalidation, and begins to spread it. */
  public Invalidation invalidate(Kind kind) {
    var invalidation = appendOnly();
    control.spread(invalidation, kind);
    return invalidation;
  }

  /** Accepts an invalidation, and dies before it is spread. */
  public Invalidation appendOnly() {
    var target = new Target.Urls(Set.of("https://example.com/" + random.nextInt(1_000)));
    var draft =
        new Invalidation(
            0,
            "i-" + random.nextLong(),
            target,
            false,
            Priority.NORMAL,
            Instant.EPOCH.plusNanos(time.nanos()),
            TIME_TO_LIVE);
    return log.append(draft).toCompletableFuture().join();
  }

  /** How many edges have applied it. */
  public long reachedEdges(long sequence) {
    return edges().stream().filter(edge -> node(edge.name()).store().has(sequence)).count();
  }

  /** All edges. */
  public List<PurgeNode> edges() {
    return members.nodes().stream().filter(node -> node.tier() == Tier.EDGE).toList();
  }

  /** A node by its name. */
  public SimulatedNode node(String name) {
    return Objects.requireNonNull(nodes.get(name), name);
  }

  /** All nodes. */
  public List<SimulatedNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The control plane. */
  public PurgeAgent control() {
    return control;
  }

  /** Everybody there is. */
  public Members members() {
    return members;
  }

  /** Its time. */
  public VirtualTime time() {
    return time;
  }

  /** Its network. */
  public SimulatedNetwork network() {
    return network;
  }

  /** Its log. */
  public SimulatedLog log() {
    return log;
  }
}
