package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Points along an axis.
 *
 * @param id which one
 * @param limit what its y may not be above, where something is promised
 * @param points by rising x
 */
public record Curve(CurveId id, OptionalDouble limit, List<Point> points) {
  /** One of them. */
  public sealed interface Point {
    /** How long it took at a rate. */
    record Waits(double offered, double p50Micros, double p99Micros) implements Point {}

    /** How much was done. */
    record Done(double x, double perSecond) implements Point {}

    private JsonObject toJson() {
      return switch (this) {
        case Waits(var offered, var p50, var p99) ->
            new JsonObject().put("x", offered).put("p50", p50).put("p99", p99).put("y", p99);
        case Done(var x, var perSecond) -> new JsonObject().put("x", x).put("y", perSecond);
      };
    }
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id.id())
        .put("bench", id.bench())
        .put("x", id.x())
        .put("y", id.y())
        .put("limit", limit.isPresent() ? limit.getAsDouble() : null)
        .put("points", new JsonArray(points.stream().map(Point::toJson).toList()));
  }
}
