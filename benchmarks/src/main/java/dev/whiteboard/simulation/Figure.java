package dev.whiteboard.simulation;

import dev.whiteboard.bench.result.Spread;
import java.util.List;

/**
 * One simulated number, from one or more seeds.
 *
 * @param id its name in results, {@code sim.cdn.hit-edge} say
 * @param unit what it is counted in
 * @param values one for each seed
 */
public record Figure(String id, Unit unit, List<Double> values) {
  /** Refuses a figure without a value: what was not simulated has no figure. */
  public Figure {
    values = values.stream().sorted().toList();
    if (values.isEmpty() || values.stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException(id + " has the values " + values);
    }
  }

  /** What does not depend on a seed. */
  public static Figure of(String id, Unit unit, double value) {
    return new Figure(id, unit, List.of(value));
  }

  /** As many are below as above. */
  public double median() {
    return Spread.of(values).median();
  }

  /** The lowest. */
  public double min() {
    return values.getFirst();
  }

  /** The highest. */
  public double max() {
    return values.getLast();
  }
}
