package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonObject;

/**
 * What a quantity came to.
 *
 * @param id as {@link Quantity} has it
 * @param bench who gives it
 * @param unit of its numbers
 * @param spread over the rounds
 * @param rounds how many there were
 */
public record Figure(String id, String bench, Unit unit, Spread spread, int rounds) {
  /** Of a quantity. */
  static Figure of(Quantity quantity, Spread spread, int rounds) {
    return new Figure(quantity.id(), quantity.bench(), quantity.unit(), spread, rounds);
  }

  /** As documents have it. */
  static Figure from(JsonObject json) {
    return new Figure(
        json.getString("id"),
        json.getString("bench"),
        Unit.of(json.getString("unit")),
        new Spread(json.getDouble("median"), json.getDouble("min"), json.getDouble("max")),
        json.getInteger("n"));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("bench", bench)
        .put("unit", unit.symbol())
        .put("median", spread.median())
        .put("min", spread.min())
        .put("max", spread.max())
        .put("n", rounds)
        .put("rerun", "./whiteboard bench " + bench);
  }

  /** On one line. */
  @Override
  public String toString() {
    return "%-28s %14s %-3s  (%s to %s, n = %d)"
        .formatted(
            id,
            inWords(spread.median()),
            unit.symbol(),
            inWords(spread.min()),
            inWords(spread.max()),
            rounds);
  }

  /** With as many digits as mean something. */
  static String inWords(double value) {
    return value < 100 ? "%.1f".formatted(value) : "%,.0f".formatted(value);
  }
}
