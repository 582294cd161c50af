package dev.whiteboard.capacity.figure;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a quantity counts. Anything that can be counted is a dimension of its own: links are not
 * messages, and only a figure in messages per link turns one into the other.
 *
 * @param symbol as it is printed: {@code links/day}
 * @param scale how many of the coherent unit one of these is: a day is 86,400 seconds
 * @param powers of each dimension: {@code B/s} is {B: 1, s: -1}
 */
public record Unit(String symbol, double scale, SortedMap<String, Integer> powers) {
  // A symbol is factors joined by a dot, then divisors, each behind a slash: core·s/redirect,
  // redirects/s/core. A factor that is none of SCALED is something counted, and a final s is its
  // plural: links over links cancels, whichever is written in the plural.

  private record Scaled(double scale, String dimension) {}

  private static final double DAY = 86_400;
  private static final double YEAR = 365 * DAY;

  private static final Map<String, Scaled> SCALED =
      Map.ofEntries(
          Map.entry("1", new Scaled(1, "")),
          Map.entry("%", new Scaled(0.01, "")),
          Map.entry("ns", new Scaled(1e-9, "s")),
          Map.entry("us", new Scaled(1e-6, "s")),
          Map.entry("ms", new Scaled(1e-3, "s")),
          Map.entry("s", new Scaled(1, "s")),
          Map.entry("min", new Scaled(60, "s")),
          Map.entry("h", new Scaled(3_600, "s")),
          Map.entry("day", new Scaled(DAY, "s")),
          Map.entry("month", new Scaled(YEAR / 12, "s")),
          Map.entry("year", new Scaled(YEAR, "s")),
          Map.entry("B", new Scaled(1, "B")),
          Map.entry("KB", new Scaled(1e3, "B")),
          Map.entry("MB", new Scaled(1e6, "B")),
          Map.entry("GB", new Scaled(1e9, "B")),
          Map.entry("TB", new Scaled(1e12, "B")),
          Map.entry("PB", new Scaled(1e15, "B")),
          Map.entry("km", new Scaled(1, "km")),
          Map.entry("USD", new Scaled(1, "USD")));

  /** A bare number. */
  public static final Unit ONE = of("1");

  /** Fails where the scale is no positive number; likeness is by powers alone. */
  public Unit {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("scale of " + symbol + " is " + scale);
    }
    powers = Collections.unmodifiableSortedMap(new TreeMap<>(powers));
  }

  /** Reads a symbol such as {@code redirects/s/core}. */
  public static Unit of(String symbol) {
    var parts = symbol.split("/", -1);
    var powers = new TreeMap<String, Integer>();
    var scale = 1.0;
    for (var i = 0; i < parts.length; i++) {
      var sign = i == 0 ? 1 : -1;
      for (var factor : parts[i].split("·", -1)) {
        var known = scaled(factor, symbol);
        scale *= Math.pow(known.scale, sign);
        raise(powers, known.dimension, sign);
      }
    }
    return new Unit(symbol, scale, powers);
  }

  private static Scaled scaled(String factor, String symbol) {
    if (factor.isBlank()) {
      throw new IllegalArgumentException("no unit: \"" + symbol + "\"");
    }
    var singular =
        factor.length() > 1 && factor.endsWith("s")
            ? factor.substring(0, factor.length() - 1)
            : factor;
    return SCALED.getOrDefault(factor, new Scaled(1, singular));
  }

  private static void raise(SortedMap<String, Integer> powers, String dimension, int by) {
    if (!dimension.isEmpty()) {
      powers.merge(dimension, by, Integer::sum);
      powers.remove(dimension, 0);
    }
  }

  /** What a product of the two counts, in coherent units. */
  public Unit times(Unit other) {
    return combined(other, 1);
  }

  /** What a quotient of the two counts, in coherent units. */
  public Unit over(Unit other) {
    return combined(other, -1);
  }

  private Unit combined(Unit other, int sign) {
    var product = new TreeMap<>(powers);
    other.powers.forEach((dimension, power) -> raise(product, dimension, sign * power));
    return new Unit(symbolOf(product), 1, product);
  }

  /** Whether quantities of both can be added and compared. */
  public boolean isLike(Unit other) {
    return powers.equals(other.powers);
  }

  /** Whether it is a bare number: a count of nothing, a ratio, a percentage. */
  public boolean isBare() {
    return powers.isEmpty();
  }

  /** Whether it is a time, and nothing else. */
  public boolean isTime() {
    return powers.equals(Map.of("s", 1));
  }

  private static String symbolOf(SortedMap<String, Integer> powers) {
    var above = joined(powers, 1);
    var below = joined(powers, -1);
    return (above.isEmpty() ? "1" : above) + (below.isEmpty() ? "" : "/" + below);
  }

  private static String joined(SortedMap<String, Integer> powers, int sign) {
    return powers.entrySet().stream()
        .filter(entry -> entry.getValue() * sign > 0)
        .sorted(Comparator.comparing(entry -> !entry.getKey().equals("s"))) // links/s/core
        .flatMap(entry ->
            Collections.nCopies(
                Math.abs(entry.getValue()), sign > 0 ? plural(entry.getKey()) : entry.getKey())
                .stream())
        .collect(Collectors.joining(sign > 0 ? "·" : "/"));
  }

  private static String plural(String dimension) {
    return SCALED.containsKey(dimension) ? dimension : dimension + "s";
  }

  @Override
  public String toString() {
    return symbol;
  }
}
