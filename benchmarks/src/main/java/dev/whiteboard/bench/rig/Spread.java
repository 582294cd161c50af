package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rounds in three numbers.
 *
 * @param median as many were below as above
 * @param min the lowest
 * @param max the highest
 */
record Spread(double median, double min, double max) {
  /** Of one value or more. */
  static Spread of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("median", Math.round(median))
        .put("min", Math.round(min))
        .put("max", Math.round(max));
  }

  @Override
  public String toString() {
    return "%,.0f (%,.0f to %,.0f)".formatted(median, min, max);
  }
}
