package dev.whiteboard.simulation.shard;

import dev.whiteboard.cdn.ring.Member;
import dev.whiteboard.cdn.ring.Ring;
import dev.whiteboard.simulation.Figure;
import dev.whiteboard.simulation.Outcome;
import dev.whiteboard.simulation.RunOptions;
import dev.whiteboard.simulation.Simulation;
import dev.whiteboard.simulation.Table;
import dev.whiteboard.simulation.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All links on shards, by four schemes: what the fullest has, what moves when a shard is added or
 * lost, and how long that takes.
 *
 * @param plan what they are kept on
 */
public record Shardings(ShardPlan plan) implements Simulation {
  private static final int COMPARED = 32;
  private static final int LOST = 13;
  private static final int SAMPLE = 2_000_000;
  private static final int SAMPLE_QUICK = 250_000;
  private static final int[] POINTS = {1, 16, 160, 1_000};
  private static final int[] RING_SHARDS = {32, 200};
  private static final double SECONDS_AN_HOUR = 3_600;

  /**
   * One scheme with {@value #COMPARED} shards.
   *
   * @param added what moves when one is added
   * @param lost what moves when one is lost
   */
  public record Line(ShardScheme scheme, Balance balance, Move added, Move lost) {}

  /** One scheme, by a sample. */
  public static Line line(ShardScheme scheme, int shards, LinkSample sample) {
    var map = scheme.of(shards);
    return new Line(
        scheme,
        Balance.of(map, shards, sample),
        Move.between(map, scheme.grown(shards), shards + 1, sample),
        Move.afterLoss(scheme, LOST % shards, shards, sample));
  }

  /** How even a ring is, exactly: by the parts of its circle. */
  public static Balance ringBalance(int shards, int points) {
    return Balance.of(Ring.of(Member.all(ShardScheme.names(shards)), points).shares(), 0);
  }

  @Override
  public Outcome run(RunOptions options) {
    var sample =
        LinkSample.draw(options.quick() ? SAMPLE_QUICK : SAMPLE, plan.links(), options.seed());
    var lines =
        Arrays.stream(ShardScheme.values()).map(each -> line(each, COMPARED, sample)).toList();
    var even = plan.shards(_ -> 1);
    var onRing = plan.shards(shards -> ringBalance(shards, Ring.POINTS_EACH).largest());
    return new Outcome(
        List.of(sizes(even, onRing), compared(lines, sample), points()),
        figures(lines, even, onRing));
  }

  private Table sizes(int even, int onRing) {
    var head = List.of("scheme", "shards", "links a shard", "fullest, TB");
    var largest = ringBalance(onRing, Ring.POINTS_EACH).largest();
    var rows = List.of(sizes("even", even, 1), sizes("ring of 160 points", onRing, largest));
    var note =
        Table.cell(
            "%,d links at %.0f B are %.1f TB, once. A disk of %.0f TB is filled to "
                + "%.0f %% at most. Copies come on top: three of each are three times as "
                + "many machines.",
            plan.links(),
            plan.bytesALink(),
            plan.bytes() / 1e12,
            plan.diskBytes() / 1e12,
            100 * plan.utilisation());
    return new Table("How many shards for %,d links".formatted(plan.links()), head, rows, note);
  }

  private List<String> sizes(String scheme, int shards, double largest) {
    return List.of(
        scheme,
        Table.cell("%d", shards),
        Table.cell("%.2f billion", (double) plan.links() / shards / 1e9),
        Table.cell("%.2f", plan.bytes() / shards * largest / 1e12));
  }

  private Table compared(List<Line> lines, LinkSample sample) {
    var head =
        List.of(
            "scheme",
            "fullest/average",
            "deviation",
            "added: moves",
            "added: hours",
            "lost: moves",
            "lost: hours");
    var rows = lines.stream().map(this::row).toList();
    var note =
        Table.cell(
            "A sample of %,d codes: chance alone makes %.2f %% of deviation, so what "
                + "is not above that is even. Even shards move %.2f %% at least for one "
                + "that is added, and %.2f %% for one that is lost. Hours at %.0f MB/s for "
                + "each shard, in and out; what is lost comes from its replica.",
            sample.size(),
            100 * sample.error(COMPARED),
            100.0 / (COMPARED + 1),
            100.0 / COMPARED,
            plan.moveBytesPerSecond() / 1e6);
    return new Table("%d shards, one added, one lost".formatted(COMPARED), head, rows, note);
  }

  private List<String> row(Line line) {
    return List.of(
        line.scheme.name().toLowerCase(Locale.ROOT),
        Table.cell("%.3f", line.balance.largest()),
        Table.cell("%.2f %%", 100 * line.balance.deviation()),
        Table.cell("%.2f %%", 100 * line.added.moved()),
        Table.cell("%.1f", hours(line.added)),
        Table.cell("%.2f %%", 100 * line.lost.moved()),
        Table.cell("%.1f", hours(line.lost)));
  }

  private double hours(Move move) {
    return plan.time(move).toSeconds() / SECONDS_AN_HOUR;
  }

  private static Table points() {
    var rows = new ArrayList<List<String>>();
    for (var shards : RING_SHARDS) {
      for (var points : POINTS) {
        var balance = ringBalance(shards, points);
        rows.add(
            List.of(
                Table.cell("%d", shards),
                Table.cell("%d", points),
                Table.cell("%.3f", balance.largest()),
                Table.cell("%.3f", balance.smallest()),
                Table.cell("%.1f %%", 100 * balance.deviation()),
                Table.cell("%.1f %%", 100 / Math.sqrt(points))));
      }
    }
    var head =
        List.of("shards", "points each", "fullest", "emptiest", "deviation", "1/sqrt(points)");
    return new Table(
        "What points on the ring buy", head, rows, "Exact, by the parts of the circle: no sample.");
  }

  private List<Figure> figures(List<Line> lines, int even, int onRing) {
    var figures = new ArrayList<Figure>();
    figures.add(Figure.of("sim.shards.even", Unit.ONE, even));
    figures.add(Figure.of("sim.shards.ring", Unit.ONE, onRing));
    figures.add(Figure.of("sim.shards.bytes-a-shard", Unit.BYTES, plan.bytes() / onRing));
    add(figures, lines, "largest", Unit.ONE, line -> line.balance.largest());
    add(figures, lines, "added-moved", Unit.PERCENT, line -> 100 * line.added.moved());
    add(figures, lines, "added-time", Unit.SECONDS, line -> plan.time(line.added).toSeconds());
    add(figures, lines, "lost-moved", Unit.PERCENT, line -> 100 * line.lost.moved());
    add(figures, lines, "lost-time", Unit.SECONDS, line -> plan.time(line.lost).toSeconds());
    return figures;
  }

  private static void add(
      List<Figure> figures,
      List<Line> lines,
      String what,
      Unit unit,
      ToDoubleFunction<Line> value) {
    for (var line : lines) {
      var scheme = line.scheme.name().toLowerCase(Locale.ROOT);
      var id = "sim.shards.%s.%s".formatted(scheme, what);
      figures.add(Figure.of(id, unit, value.applyAsDouble(line)));
    }
  }
}
