package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.simulation.Figure;
import dev.whiteboard.simulation.Outcome;
import dev.whiteboard.simulation.RunOptions;
import dev.whiteboard.simulation.Simulation;
import dev.whiteboard.simulation.Table;
import dev.whiteboard.simulation.Unit;
import dev.whiteboard.simulation.cdn.TierWorld.Answers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * 50 million requests a second for ten billion objects, a petabyte of them: which tier answers how
 * many, and what is left for the origin.
 *
 * @param plan what nodes there are
 */
public record HitRatios(TierPlan plan) implements Simulation {
  private static final double REQUESTS_PER_SECOND = 50e6;
  private static final long OBJECTS = 10_000_000_000L;

  /** Between what was found at proxies (0.6 to 0.8) and what benchmarks take (0.99). */
  private static final double EXPONENT = 0.9;

  private static final double[] OTHER_EXPONENTS = {0.8, 1.0};
  private static final int SEEDS = 3;
  private static final Effort FULL = new Effort(5_000, 750_000);
  private static final Effort QUICK = new Effort(2_000, 100_000);

  /**
   * How exact.
   *
   * @param sampled objects that are looked at
   * @param requests as many warm the caches, and then as many are counted
   */
  private record Effort(int sampled, int requests) {}

  private record Case(Policy policy, double exponent) {
    Answers run(TierPlan plan, Effort effort, long seed) {
      var catalogue = Catalogue.zipf(OBJECTS, exponent, effort.sampled);
      var world = new TierWorld(catalogue, plan, policy, seed);
      var _ = world.ask(effort.requests);
      return world.ask(effort.requests);
    }
  }

  private record Line(Case of, List<Answers> answers) {
    double median(ToDoubleFunction<Answers> part) {
      return figure("-", part, 1).median();
    }

    Figure figure(String id, ToDoubleFunction<Answers> part, double factor) {
      var values = answers.stream().map(each -> factor * part.applyAsDouble(each)).toList();
      return new Figure(id, factor == REQUESTS_PER_SECOND ? Unit.PER_SECOND : Unit.PERCENT, values);
    }
  }

  @Override
  public Outcome run(RunOptions options) {
    var effort = options.quick() ? QUICK : FULL;
    var seeds = options.seeds(options.quick() ? 1 : SEEDS);
    var cases =
        Stream.concat(
                Arrays.stream(Policy.values()).map(policy -> new Case(policy, EXPONENT)),
                Arrays.stream(OTHER_EXPONENTS).mapToObj(each -> new Case(Policy.DEFAULT, each)))
            .toList();
    var answers =
        IntStream.range(0, cases.size() * seeds.size())
            .parallel()
            .mapToObj(
                i -> cases.get(i / seeds.size()).run(plan, effort, seeds.get(i % seeds.size())))
            .toList();
    var lines = new ArrayList<Line>();
    for (var i = 0; i < cases.size(); i++) {
      lines.add(new Line(cases.get(i), answers.subList(i * seeds.size(), (i + 1) * seeds.size())));
    }
    return new Outcome(List.of(table(lines, effort, seeds.size())), figures(lines));
  }

  private Table table(List<Line> lines, Effort effort, int seeds) {
    var head =
        List.of(
            "policy",
            "Zipf",
            "edge",
            "of the rest: regional",
            "central",
            "shield",
            "all tiers",
            "origin, M/s");
    var note =
        Table.cell(
            "%d worlds a line, the median. Sampled: one of %,d objects, and room and "
                + "requests likewise; %.2f M of the sample's requests warm a world, and as "
                + "many are counted. An edge holds %.0f %% of a petabyte in objects of 100 "
                + "KB, the regional nodes of a region %.0f %%, the central ones of a "
                + "continent %.0f %%, the shield %.0f %%. Nothing gets old here: with "
                + "lifetimes, an origin is also asked whether things are still so.",
            seeds,
            OBJECTS / effort.sampled,
            effort.requests / 1e6,
            percentOfAll(plan.edgeBytes()),
            percentOfAll(plan.regionals() * plan.innerBytes()),
            percentOfAll(plan.centrals() * plan.innerBytes()),
            percentOfAll(plan.shields() * plan.innerBytes()));
    return new Table(
        "Who answers: 50 M requests/s at 200 edges",
        head,
        lines.stream().map(HitRatios::row).toList(),
        note);
  }

  private double percentOfAll(double bytes) {
    return 100 * bytes / (OBJECTS * plan.objectBytes());
  }

  private static List<String> row(Line line) {
    return List.of(
        line.of.policy.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Table.cell("%.1f", line.of.exponent),
        percent(line.median(Answers::edge)),
        percent(line.median(HitRatios::ofTheRestRegional)),
        percent(line.median(HitRatios::ofTheRestCentral)),
        percent(line.median(HitRatios::ofTheRestShield)),
        percent(1 - line.median(Answers::origin)),
        Table.cell("%.2f", REQUESTS_PER_SECOND * line.median(Answers::origin) / 1e6));
  }

  private static double ofTheRestRegional(Answers answers) {
    return answers.regional() / (1 - answers.edge());
  }

  private static double ofTheRestCentral(Answers answers) {
    return answers.central() / (answers.central() + answers.shield() + answers.origin());
  }

  private static double ofTheRestShield(Answers answers) {
    return answers.shield() / (answers.shield() + answers.origin());
  }

  private static String percent(double share) {
    return Table.cell("%.1f %%", 100 * share);
  }

  private static List<Figure> figures(List<Line> lines) {
    var usual =
        lines.stream()
            .filter(line -> line.of.equals(new Case(Policy.DEFAULT, EXPONENT)))
            .findFirst()
            .orElseThrow();
    return List.of(
        usual.figure("sim.cdn.hit-edge", Answers::edge, 100),
        usual.figure("sim.cdn.hit-regional", HitRatios::ofTheRestRegional, 100),
        usual.figure("sim.cdn.hit-central", HitRatios::ofTheRestCentral, 100),
        usual.figure("sim.cdn.hit-shield", HitRatios::ofTheRestShield, 100),
        usual.figure("sim.cdn.hit-all", answers -> 1 - answers.origin(), 100),
        usual.figure("sim.cdn.origin", Answers::origin, REQUESTS_PER_SECOND));
  }
}
