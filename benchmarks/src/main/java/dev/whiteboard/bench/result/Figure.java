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
 * @param atLeast whether it could be more: what is too much was not found
 */
public record Figure(
    String id, String bench, Unit unit, Spread spread, int rounds, boolean atLeast) {
  /** Of a quantity. */
  static Figure of(Quantity quantity, Spread spread, int rounds) {
    return new Figure(quantity.id(), quantity.bench(), quantity.unit(), spread, rounds, false);
  }

  /** As documents have it. */
  static Figure from(JsonObject json) {
    return new Figure(
        json.getString("id"),
        json.getString("bench"),
        Unit.of(json.getString("unit")),
        new Spread(json.getDouble("median"), json.getDouble("min"), json.getDouble("max")),
        json.getInteger("n"),
        json.getBoolean("atLeast", false));
  }

  Figure asLowerBound() {
    return new Figure(id, bench, unit, spread, rounds, true);
  }

  /** Each number multiplied. */
  Figure times(double factor) {
    return new Figure(id, bench, unit, spread.times(factor), rounds, atLeast);
  }

  JsonObject toJson() {
    var json =
        new JsonObject()
            .put("id", id)
            .put("bench", bench)
            .put("unit", unit.symbol())
            .put("median", spread.median())
            .put("min", spread.min())
            .put("max", spread.max())
            .put("n", rounds)
            .put("rerun", "./whiteboard bench " + bench);
    return atLeast ? json.put("atLeast", true) : json;
  }

  /** On one line. */
  @Override
  public String toString() {
    return "%-28s %14s %-3s  (%s to %s, n = %d%s)"
        .formatted(
            id,
            inWords(spread.median()),
            unit.symbol(),
            inWords(spread.min()),
            inWords(spread.max()),
            rounds,
            atLeast ? "; at least: a higher rate was not tried" : "");
  }

  /** With as many digits as mean something. */
  static String inWords(double value) {
    return value < 100 ? "%.1f".formatted(value) : "%,.0f".formatted(value);
  }
}
