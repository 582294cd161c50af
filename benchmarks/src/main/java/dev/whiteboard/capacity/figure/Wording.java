package dev.whiteboard.capacity.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * Quantities as a reader likes them: four digits, {@code 115,741 redirects/s}, {@code 91.25 TB},
 * {@code 8.4 ms}.
 */
final class Wording {
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

  private record Step(double from, double size, String symbol) {}

  private static final List<Step> COUNTS =
      List.of(
          new Step(1e15, 1e15, " P"),
          new Step(1e12, 1e12, " T"),
          new Step(1e9, 1e9, " G"),
          new Step(1e6, 1e6, " M"));

  private static final List<Step> BYTES =
      List.of(
          new Step(1e18, 1e18, " E"),
          new Step(1e15, 1e15, " P"),
          new Step(1e12, 1e12, " T"),
          new Step(1e9, 1e9, " G"),
          new Step(1e6, 1e6, " M"),
          new Step(1e3, 1e3, " K"));

  private static final List<Step> TIMES =
      List.of(
          new Step(2 * 365 * 86_400.0, 365 * 86_400.0, " years"),
          new Step(2 * 86_400.0, 86_400, " days"),
          new Step(2 * 3_600.0, 3_600, " h"),
          new Step(120, 60, " min"),
          new Step(1, 1, " s"),
          new Step(1e-3, 1e-3, " ms"),
          new Step(1e-6, 1e-6, " us"),
          new Step(0, 1e-9, " ns"));

  private Wording() {}

  static String of(Quantity quantity) {
    var unit = quantity.unit();
    var symbol = unit.symbol();
    if (unit.isTime()) {
      return stepped(quantity.value() * unit.scale(), TIMES);
    }
    if (unit.powers().getOrDefault("B", 0) == 1 && !symbol.startsWith("1")) {
      return bytes(quantity);
    }
    if (symbol.equals("1")) {
      return stepped(quantity.value(), COUNTS);
    }
    if (symbol.startsWith("1/")) {
      return stepped(quantity.value(), COUNTS) + symbol.substring(1);
    }
    return stepped(quantity.value(), COUNTS) + " " + symbol;
  }

  /** Whatever the prefix was, the one that fits takes its place. */
  private static String bytes(Quantity quantity) {
    var symbol = quantity.unit().symbol();
    var rest = symbol.replaceFirst("^[KMGTPE]?B", "B");
    var scale = quantity.unit().scale() / Unit.of(rest).scale();
    var number = stepped(quantity.value() * scale, BYTES);
    return Character.isDigit(number.charAt(number.length() - 1))
        ? number + " " + rest
        : number + rest;
  }

  private static String stepped(double value, List<Step> steps) {
    var size = Math.abs(value);
    return steps.stream()
        .filter(step -> size >= step.from)
        .findFirst()
        .map(step -> number(value / step.size) + step.symbol)
        .orElseGet(() -> number(value));
  }

  private static String number(double value) {
    var rounded =
        Math.abs(value) >= 1_000
            ? new BigDecimal(value).setScale(0, RoundingMode.HALF_UP)
            : new BigDecimal(value).round(FOUR_DIGITS);
    var plain = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, plain.scale()) + "f", plain);
  }
}
