package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.simulation.Figure;
import dev.whiteboard.simulation.Outcome;
import dev.whiteboard.simulation.RunOptions;
import dev.whiteboard.simulation.Simulation;
import dev.whiteboard.simulation.Table;
import dev.whiteboard.simulation.Unit;
import dev.whiteboard.simulation.cdn.Spreading.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One invalidation to 272 nodes, by flood, tree and gossip, where some letters get lost. */
public final class Invalidations implements Simulation {
  private static final int[] LOSSES = {0, 1, 5};

  /** What the figures are of: as bad as the open Internet gets. */
  private static final int LOSS = 1;

  private static final int WORLDS = 40;
  private static final int WORLDS_QUICK = 5;

  private record Line(Kind kind, int loss, List<Result> whole, List<Result> bare) {
    double median(ToDoubleFunction<Result> part) {
      return figure("-", Unit.ONE, part).median();
    }

    Figure figure(String id, Unit unit, ToDoubleFunction<Result> part) {
      return new Figure(id, unit, whole.stream().map(part::applyAsDouble).toList());
    }

    double missedBare() {
      return bare.stream().mapToDouble(Result::missedPercent).average().orElseThrow();
    }

    double missed() {
      return whole.stream().mapToDouble(Result::missedPercent).average().orElseThrow();
    }
  }

  /** Made from nothing but its options. */
  public Invalidations() {}

  @Override
  public Outcome run(RunOptions options) {
    var seeds = options.seeds(options.quick() ? WORLDS_QUICK : WORLDS);
    var lines = new ArrayList<Line>();
    for (var kind : Kind.values()) {
      for (var loss : LOSSES) {
        lines.add(line(kind, loss, seeds));
      }
    }
    return new Outcome(List.of(table(lines, seeds.size())), figures(lines));
  }

  private static Line line(Kind kind, int loss, List<Long> seeds) {
    var whole = new Spreading(kind, loss, PurgeOptions.DEFAULT);
    var bare = new Spreading(kind, loss, PurgeOptions.DEFAULT.without(true, true));
    return new Line(
        kind,
        loss,
        seeds.parallelStream().map(whole::run).toList(),
        seeds.parallelStream().map(bare::run).toList());
  }

  private static Table table(List<Line> lines, int worlds) {
    var nodes = Spreading.SITES.size();
    var head =
        List.of(
            "strategy",
            "lost",
            "p50, ms",
            "p99, ms",
            "all, ms",
            "worst, ms",
            "copies a node",
            "letters",
            "missed",
            "without nets");
    var rows = lines.stream().map(line -> row(line, nodes)).toList();
    var note =
        Table.cell(
            "%d worlds a line: medians, and the worst of all. From accepted in "
                + "Virginia until half, 99 %% and all of %d nodes have applied it; what the"
                + " log takes to accept it comes on top. Letters are copies and "
                + "acknowledgements. Missed: nodes without it after 24 s, on average; and "
                + "so without acknowledgements and comparing, the nets under all three.",
            worlds, nodes);
    return new Table("One invalidation to %d nodes".formatted(nodes), head, rows, note);
  }

  private static List<String> row(Line line, int nodes) {
    return List.of(
        name(line.kind),
        Table.cell("%d %%", line.loss),
        millis(line.median(Result::p50Millis)),
        millis(line.median(Result::p99Millis)),
        millis(line.median(Result::allMillis)),
        millis(line.figure("-", Unit.MILLIS, Result::allMillis).max()),
        Table.cell("%.1f", line.median(Result::copies) / nodes),
        Table.cell("%,.0f", line.median(result -> result.copies() + (double) result.acks())),
        Table.cell("%.2f %%", line.missed()),
        Table.cell("%.2f %%", line.missedBare()));
  }

  private static String millis(double millis) {
    return Table.cell("%.0f", millis);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<Figure> figures(List<Line> lines) {
    var figures = new ArrayList<Figure>();
    lines.stream().filter(line -> line.loss == LOSS).forEach(line -> add(figures, line));
    return figures;
  }

  private static void add(List<Figure> figures, Line line) {
    var id = "sim.cdn.purge-" + name(line.kind);
    figures.add(line.figure(id + ".p50", Unit.MILLIS, Result::p50Millis));
    figures.add(line.figure(id + ".p99", Unit.MILLIS, Result::p99Millis));
    figures.add(line.figure(id + ".all", Unit.MILLIS, Result::allMillis));
    figures.add(
        line.figure(id + ".letters", Unit.ONE, result -> result.copies() + (double) result.acks()));
    figures.add(Figure.of(id + ".missed-without-nets", Unit.PERCENT, line.missedBare()));
  }
}
