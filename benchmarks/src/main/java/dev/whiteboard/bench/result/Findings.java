package dev.whiteboard.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What a measurement has found so far: it is handed in, and filled while the measurement runs. */
public final class Findings {
  private final String bench;
  private final Map<Quantity, Figure> figures = new LinkedHashMap<>();
  private final Map<CurveId, Curve> curves = new LinkedHashMap<>();
  private final List<Missing> missing = new ArrayList<>();

  /** Of that measurement, and nothing yet. */
  public Findings(String bench) {
    this.bench = bench;
  }

  /** Takes a figure from rounds, one value of each. */
  public <R> void figure(Quantity quantity, List<R> rounds, ToDoubleFunction<R> value) {
    figure(quantity, rounds.stream().map(value::applyAsDouble).toList());
  }

  /**
   * Takes a figure.
   *
   * @param values one a round
   * @throws IllegalStateException where it is another measurement's, or was taken before, or is no
   *     number
   */
  public void figure(Quantity quantity, List<Double> values) {
    requireOwn(quantity.bench(), quantity.id());
    if (values.isEmpty() || values.stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalStateException(quantity.id() + " came to " + values);
    }
    var figure = Figure.of(quantity, Spread.of(values), values.size());
    if (figures.put(quantity, figure) != null) {
      throw new IllegalStateException(quantity.id() + " is given twice");
    }
  }

  /** Says of a figure that was taken that it could be more: the measurement ended before. */
  public void atLeast(Quantity quantity) {
    figures.computeIfPresent(quantity, (_, figure) -> figure.asLowerBound());
  }

  /** Takes a curve, with what its y may not be above. */
  public void curve(CurveId id, double limit, List<? extends Curve.Point> points) {
    curve(new Curve(id, OptionalDouble.of(limit), List.copyOf(points)));
  }

  /** Takes a curve that nothing is promised of. */
  public void curve(CurveId id, List<? extends Curve.Point> points) {
    curve(new Curve(id, OptionalDouble.empty(), List.copyOf(points)));
  }

  private void curve(Curve curve) {
    requireOwn(curve.id().bench(), curve.id().id());
    curves.put(curve.id(), curve);
  }

  private void requireOwn(String owner, String id) {
    if (!owner.equals(bench)) {
      throw new IllegalStateException(bench + " gives " + id + ", which is " + owner + "'s");
    }
  }

  /** Says that something is not there, and why. */
  public void missing(String what, String why) {
    missing.add(new Missing(bench, what, why));
  }

  /** Says that a program is not there, and what could not be measured so. */
  public void notInstalled(String program, Quantity... without) {
    missing(program, "not installed");
    for (var quantity : without) {
      missing(quantity.id(), program + " is not installed");
    }
  }

  /** Who measures. */
  public String bench() {
    return bench;
  }

  /** All figures. */
  public List<Figure> figures() {
    return List.copyOf(figures.values());
  }

  /** All curves. */
  public List<Curve> curves() {
    return List.copyOf(curves.values());
  }

  /** What was said to be missing, and all that was neither given nor said to be. */
  public List<Missing> missing() {
    var all = new ArrayList<>(missing);
    for (var quantity : Quantity.of(bench)) {
      if (!figures.containsKey(quantity)
          && missing.stream().noneMatch(each -> each.what().equals(quantity.id()))) {
        all.add(new Missing(bench, quantity.id(), "not measured with these options"));
      }
    }
    return all;
  }
}
