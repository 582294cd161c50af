package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rounds in three numbers.
 *
 * @param median as many were below as above
 * @param min the lowest
 * @param max the highest
 */
public record Spread(double median, double min, double max) {
  /** Of one value or more. */
  public static Spread of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /** Rounded: for what is in the hundreds. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("median", Math.round(median))
        .put("min", Math.round(min))
        .put("max", Math.round(max));
  }

  /** Each multiplied. */
  Spread times(double factor) {
    return new Spread(median * factor, min * factor, max * factor);
  }

  /** Whether no value of one is a value of the other. */
  boolean isApartFrom(Spread other) {
    return max < other.min || min > other.max;
  }

  @Override
  public String toString() {
    return "%,.0f (%,.0f to %,.0f)".formatted(median, min, max);
  }
}
