package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.simulation.cdn.Region.Continent;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All edges and the tiers behind them, asked for one object after the other.
 *
 * <pre>
 *   client ─▸ any edge of its region ─▸ regional ─▸ central ─▸ shield ─▸ origin
 *             200                       40          24         8
 *             each for itself           by the ring, of each region, continent, all
 * </pre>
 *
 * <p>A miss is kept by each tier on its way back. Time does not pass: nothing gets old, and nothing
 * is invalidated.
 */
public final class TierWorld {
  private static final int ORIGIN = 4;

  private final Catalogue catalogue;
  private final List<List<TierCache>> edges;
  private final List<TierCache> regionals;
  private final List<TierCache> centralOf;
  private final TierCache shields;
  private final double[] regionShares;
  private final Integer[] objects;
  private final long[] hashes;
  private final SplittableRandom random;

  /**
   * Who answered.
   *
   * @param edge part of all requests, and so on
   * @param origin what nobody had
   */
  public record Answers(
      double edge, double regional, double central, double shield, double origin) {}

  /** With nothing in it. */
  public TierWorld(Catalogue catalogue, TierPlan plan, Policy policy, long seed) {
    this.catalogue = catalogue;
    this.random = new SplittableRandom(seed);
    var edgeRoom = plan.edgeRoom(catalogue);
    var innerRoom = plan.innerRoom(catalogue);
    edges =
        Earth.REGIONS.stream()
            .map(region ->
                IntStream.range(0, Earth.EDGES_A_REGION)
                    .mapToObj(i -> new TierCache(List.of("edge"), policy, edgeRoom))
                    .toList())
            .toList();
    regionals =
        Earth.REGIONS.stream()
            .map(region ->
                new TierCache(TierCache.names(region.name(), plan.regionals()), policy, innerRoom))
            .toList();
    var centrals = new EnumMap<Continent, TierCache>(Continent.class);
    centralOf =
        Earth.REGIONS.stream()
            .map(region ->
                centrals.computeIfAbsent(
                    region.continent(),
                    continent ->
                        new TierCache(
                            TierCache.names(continent.name(), plan.centrals()), policy, innerRoom)))
            .toList();
    shields = new TierCache(TierCache.names("shield", plan.shields()), policy, innerRoom);
    regionShares = Earth.REGIONS.stream().mapToDouble(Region::share).toArray();
    Arrays.parallelPrefix(regionShares, Double::sum);
    objects = IntStream.range(0, catalogue.size()).boxed().toArray(Integer[]::new);
    hashes = random.longs(catalogue.size()).toArray();
  }

  /**
   * Asks so often.
   *
   * @return who answered how much of it, the head among it
   */
  public Answers ask(int requests) {
    var answered = new long[ORIGIN + 1];
    for (var i = 0; i < requests; i++) {
      answered[ask(region(), catalogue.draw(random))]++;
    }
    var each = (1 - catalogue.headShare()) / requests;
    return new Answers(
        catalogue.headShare() + answered[0] * each,
        answered[1] * each,
        answered[2] * each,
        answered[3] * each,
        answered[ORIGIN] * each);
  }

  private int region() {
    var found =
        Arrays.binarySearch(
            regionShares, random.nextDouble() * regionShares[regionShares.length - 1]);
    return found < 0 ? -found - 1 : found;
  }

  private int ask(int region, int number) {
    var object = objects[number];
    var hash = hashes[number];
    var edge = edges.get(region).get(random.nextInt(Earth.EDGES_A_REGION));
    if (edge.ask(object, hash)) {
      return 0;
    }
    if (regionals.get(region).ask(object, hash)) {
      return 1;
    }
    if (centralOf.get(region).ask(object, hash)) {
      return 2;
    }
    return shields.ask(object, hash) ? 3 : ORIGIN;
  }
}
