package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.Members;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.PurgeParts;
import dev.whiteboard.cdn.purge.Scheduler;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.simulation.SimulatedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Agents of the CDN on a network, a control plane among them, and one invalidation. Its time may be
 * virtual or that of a clock: all that its agents do is done by the scheduler.
 */
public final class SpreadWorld {
  private static final String CONTROL = "control";
  private static final long HISTORY = 77;
  private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

  private final Scheduler time;
  private final RandomGenerator random;
  private final EarthNetwork network;
  private final Members members;
  private final PurgeOptions options;
  private final SimulatedLog log = new SimulatedLog(HISTORY);
  private final Map<String, Long> appliedNanos = new ConcurrentHashMap<>();
  private final PurgeAgent control;

  /**
   * A node and where it stands.
   *
   * @param node its name, tier and parent
   * @param region by which letters to it take their time
   */
  public record Site(PurgeNode node, Region region) {}

  /**
   * All know that nothing was invalidated yet.
   *
   * @param sites all nodes; the control plane stands beside the first region of the earth
   */
  public SpreadWorld(
      Scheduler time,
      RandomGenerator random,
      EarthNetwork network,
      List<Site> sites,
      PurgeOptions options) {
    this.time = time;
    this.random = random;
    this.network = network;
    this.options = options;
    this.members = new Members(CONTROL, sites.stream().map(Site::node).toList());
    this.control = new PurgeAgent(parts(CONTROL, Optional.of(log)));
    network.join(CONTROL, Earth.REGIONS.getFirst(), control::receive);
    control.start();
    sites.forEach(this::start);
  }

  private void start(Site site) {
    var agent = new PurgeAgent(parts(site.node().name(), Optional.empty()));
    network.join(site.node().name(), site.region(), agent::receive);
    agent.startAtOnce(HISTORY);
  }

  private PurgeParts parts(String name, Optional<SimulatedLog> itsLog) {
    return new PurgeParts(
        name,
        () -> members,
        new Noted(name),
        network::send,
        time,
        random,
        options,
        itsLog.map(each -> each),
        SpreadListener.NONE);
  }

  /** Notes when a node applied it. */
  private final class Noted implements Journal.Store {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public void apply(Invalidation invalidation) {
      if (!name.equals(CONTROL)) {
        appliedNanos.putIfAbsent(name, time.nanos());
      }
    }

    @Override
    public void forgetAll(long through) {}
  }

  /** Accepts an invalidation, and begins to spread it. */
  public void invalidate(Kind kind) {
    var draft =
        new Invalidation(
            0,
            "i-" + random.nextLong(),
            new Target.Urls(Set.of("https://example.com/" + random.nextInt(1_000))),
            false,
            Priority.NORMAL,
            Instant.EPOCH.plusNanos(time.nanos()),
            TIME_TO_LIVE);
    control.spread(log.append(draft).toCompletableFuture().join(), kind);
  }

  /** Whether all nodes have applied it. */
  public boolean isComplete() {
    return appliedNanos.size() == members.nodes().size();
  }

  /** How many there are. */
  public int nodes() {
    return members.nodes().size();
  }

  /** When each of those applied it that have, by the scheduler's time, the first one first. */
  public long[] appliedNanos() {
    return appliedNanos.values().stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** What carries its letters. */
  public EarthNetwork network() {
    return network;
  }
}
