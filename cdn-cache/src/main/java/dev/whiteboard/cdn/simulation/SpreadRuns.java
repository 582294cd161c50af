package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.simulation.SimulatedNetwork.Weather;
import dev.whiteboard.cdn.simulation.SimulatedWorld.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One invalidation in many worlds, each with a seed of its own.
 *
 * @param kind how it spreads
 * @param lossPercent letters that get lost
 * @param options what is left out
 */
public record SpreadRuns(Kind kind, int lossPercent, PurgeOptions options) {
  /** 200 edges in 20 regions. */
  public static final Size SIZE = new Size(20, 10);

  /** Nodes have compared once by then, as in a world that runs. */
  private static final Duration BEFORE = Duration.ofMillis(1_100);

  /** What is not reached by then counts as not reached. */
  private static final Duration WITHIN = Duration.ofSeconds(20);

  /** Nothing is sent any more by then, but for comparing. */
  private static final Duration UNTIL_QUIET = Duration.ofSeconds(4);

  /**
   * What came of one.
   *
   * @param reachedEdges how many edges applied it
   * @param lastEdgeNanos from accepted to the last of them
   * @param letters that told and acknowledged
   */
  public record Run(long reachedEdges, long lastEdgeNanos, long letters) {
    /** Whether it reached all. */
    public boolean isComplete() {
      return reachedEdges == (long) SIZE.regions() * SIZE.edges();
    }
  }

  /**
   * What came of many.
   *
   * @param runs how many
   * @param completePercent in how many of them all edges were reached
   * @param p50Millis of the last edge, where all were reached; NaN where that was never
   * @param p99Millis the same
   * @param letters on average
   */
  public record Summary(
      int runs, double completePercent, double p50Millis, double p99Millis, double letters) {}

  /** One world. */
  public Run run(long seed) {
    var weather = new Weather(lossPercent, 0);
    var world = new SimulatedWorld(seed, SIZE, weather, options, SpreadListener.NONE);
    world.time().run(BEFORE);
    var startedAt = world.time().nanos();
    var lettersBefore = world.network().told();
    var sequence = world.invalidate(kind).sequence();
    world.time().run(UNTIL_QUIET);
    if (options.exchanged()) {
      var all = world.edges().size();
      world.time().run(WITHIN, () -> world.reachedEdges(sequence) == all);
    }
    var letters = world.network().told() - lettersBefore;
    return new Run(world.reachedEdges(sequence), lastEdge(world, sequence) - startedAt, letters);
  }

  private static long lastEdge(SimulatedWorld world, long sequence) {
    return world.edges().stream()
        .mapToLong(edge -> world.node(edge.name()).store().atNanos(sequence))
        .max()
        .orElseThrow();
  }

  /** Many worlds, of the seeds from 1 on. */
  public Summary summary(int runs) {
    var all = new ArrayList<Run>();
    for (var seed = 1; seed <= runs; seed++) {
      all.add(run(seed));
    }
    return summary(all);
  }

  private static Summary summary(List<Run> runs) {
    var last =
        runs.stream().filter(Run::isComplete).mapToLong(Run::lastEdgeNanos).sorted().toArray();
    return new Summary(
        runs.size(),
        100.0 * last.length / runs.size(),
        percentile(last, 0.50),
        percentile(last, 0.99),
        runs.stream().mapToLong(Run::letters).average().orElse(0));
  }

  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    var place = Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1);
    return sorted[place] / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
