package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.simulation.VirtualTime;
import dev.whiteboard.simulation.cdn.Region.Continent;
import dev.whiteboard.simulation.cdn.SpreadWorld.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One invalidation from Virginia to all nodes of the earth.
 *
 * @param kind how it spreads
 * @param lossPercent letters that get lost
 * @param options what is left out
 */
public record Spreading(Kind kind, double lossPercent, PurgeOptions options) {
  /** Nodes have compared once by then, as in a world that runs. */
  private static final Duration BEFORE = Duration.ofMillis(1_100);

  /** Nothing is told any more by then. */
  private static final Duration UNTIL_QUIET = Duration.ofSeconds(4);

  /** What is not reached by then counts as not reached. */
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static final double NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** 200 edges, 40 regional nodes, 4 central ones a continent, 8 shields. */
  static final List<Site> SITES = sites();

  /**
   * What came of it.
   *
   * @param p50Millis until half of all nodes had applied it; NaN where they never did
   * @param p99Millis the same
   * @param allMillis until all had
   * @param missedPercent of all nodes that never did
   * @param copies letters that carried it
   * @param acks letters that acknowledged it
   */
  public record Result(
      double p50Millis,
      double p99Millis,
      double allMillis,
      double missedPercent,
      long copies,
      long acks) {}

  private static List<Site> sites() {
    var sites = new ArrayList<Site>();
    var home = Earth.REGIONS.getFirst();
    for (var i = 0; i < TierPlan.DEFAULT.shields(); i++) {
      sites.add(site("shield-" + i, home, Tier.SHIELD, Optional.empty()));
    }
    for (var continent : Continent.values()) {
      var first = first(continent);
      for (var i = 0; i < TierPlan.DEFAULT.centrals(); i++) {
        sites.add(site(central(continent, i), first, Tier.CENTRAL, Optional.of("shield-0")));
      }
    }
    Earth.REGIONS.forEach(region -> sites.addAll(sites(region)));
    return List.copyOf(sites);
  }

  private static List<Site> sites(Region region) {
    var sites = new ArrayList<Site>();
    var parent = Optional.of(central(region.continent(), 0));
    for (var i = 0; i < TierPlan.DEFAULT.regionals(); i++) {
      sites.add(site("regional-" + region.name() + "-" + i, region, Tier.REGIONAL, parent));
    }
    var regional = Optional.of("regional-" + region.name() + "-0");
    for (var i = 0; i < Earth.EDGES_A_REGION; i++) {
      sites.add(site("edge-" + region.name() + "-" + i, region, Tier.EDGE, regional));
    }
    return sites;
  }

  private static Region first(Continent continent) {
    return Earth.REGIONS.stream()
        .filter(region -> region.continent() == continent)
        .findFirst()
        .orElseThrow();
  }

  private static String central(Continent continent, int number) {
    return "central-" + continent.name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  private static Site site(String name, Region region, Tier tier, Optional<String> parent) {
    return new Site(new PurgeNode(name, region.name(), tier, parent), region);
  }

  /** In one world. */
  public Result run(long seed) {
    return run(SITES, seed);
  }

  /** In one world of these nodes. */
  Result run(List<Site> sites, long seed) {
    var time = new VirtualTime();
    var random = new SplittableRandom(seed);
    var network = new EarthNetwork(time, random, lossPercent);
    var world = new SpreadWorld(time, random, network, sites, options);
    time.run(BEFORE);
    var beganNanos = time.nanos();
    world.invalidate(kind);
    time.run(UNTIL_QUIET);
    var copies = network.told();
    var acks = network.acknowledged();
    if (options.exchanged()) {
      time.run(WITHIN, world::isComplete);
    }
    var applied = world.appliedNanos();
    return new Result(
        millis(applied, beganNanos, place(world.nodes(), 0.5)),
        millis(applied, beganNanos, place(world.nodes(), 0.99)),
        millis(applied, beganNanos, world.nodes() - 1),
        100.0 * (world.nodes() - applied.length) / world.nodes(),
        copies,
        acks);
  }

  private static int place(int nodes, double share) {
    return (int) Math.ceil(share * nodes) - 1;
  }

  private static double millis(long[] nanos, long since, int place) {
    return place < nanos.length ? (nanos[place] - since) / NANOS_A_MILLI : Double.NaN;
  }
}
