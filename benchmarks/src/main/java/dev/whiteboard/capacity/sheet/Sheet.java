package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Claim;
import dev.whiteboard.capacity.claim.Claims;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.result.Gauge;
import dev.whiteboard.capacity.result.Measurements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All claims, set against what was measured.
 *
 * @param at when it was made
 * @param inputs that it was made with
 * @param measurements that it was made with
 * @param rows one for each claim, in the order of the interviews
 * @param simulated figures that belong to no claim
 */
public record Sheet(
    Instant at,
    Inputs inputs,
    Measurements measurements,
    List<Row> rows,
    List<Simulated> simulated) {

  /** Lists are kept as they are now. */
  public Sheet {
    rows = List.copyOf(rows);
    simulated = List.copyOf(simulated);
  }

  /** From these inputs, and what was measured and simulated. */
  public static Sheet of(
      Instant at, Inputs inputs, Measurements measurements, Simulation simulation) {
    var asStated = Claims.of(Inputs.asStated());
    var claims = Claims.of(inputs);
    var left = new ArrayList<>(simulation.figures(measurements));
    var rows = new ArrayList<Row>();
    for (var i = 0; i < claims.size(); i++) {
      var row = Row.of(asStated.get(i), claims.get(i), inputs, measurements);
      var own = of(claims.get(i), left);
      left.removeAll(own);
      rows.add(row.with(own));
    }
    return new Sheet(at, inputs, measurements, rows, left);
  }

  private static List<Simulated> of(Claim claim, List<Simulated> figures) {
    return figures.stream().filter(each -> each.name().startsWith(claim.id() + ".")).toList();
  }

  /** How many rows have each verdict; a verdict that none has is there with 0. */
  public Map<Verdict, Long> verdicts() {
    var counts = new EnumMap<Verdict, Long>(Verdict.class);
    for (var verdict : Verdict.values()) {
      counts.put(
          verdict, rows.stream().filter(row -> row.judgement().verdict() == verdict).count());
    }
    return counts;
  }

  /** What was measured and is no claim's own figure. */
  public List<Measured> alsoMeasured() {
    return measurements.figures().stream()
        .filter(figure -> Gauge.find(figure.name()).isEmpty())
        .toList();
  }
}
