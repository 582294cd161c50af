package dev.whiteboard.capacity.figure;

import java.util.function.BinaryOperator;

/** What a derived figure does with those that it was derived from. */
@SuppressWarnings("ImmutableEnumChecker") // method references are
enum Operation {
  /** One argument, in another unit. */
  AS("", 3, (one, _) -> one),
  /** One argument. */
  UP("", 3, (one, _) -> one.roundedUp()),
  POWER("^", 2, Quantity::power),
  DIGITS("", 3, Quantity::logarithm),
  TIMES("×", 1, Quantity::times),
  OVER("÷", 1, Quantity::over),
  PLUS("+", 0, Quantity::plus),
  MINUS("−", 0, Quantity::minus);

  final BinaryOperator<Quantity> applied;

  /** Of two without parentheses, the one that binds more comes first. */
  final int binding;

  private final String sign;

  Operation(String sign, int binding, BinaryOperator<Quantity> applied) {
    this.sign = sign;
    this.binding = binding;
    this.applied = applied;
  }

  boolean hasOneArgument() {
    return this == AS || this == UP;
  }

  String written(String one, String other) {
    return switch (this) {
      case AS -> one;
      case UP -> "⌈" + one + "⌉";
      case DIGITS -> "log(" + one + ") ÷ log(" + other + ")";
      case POWER, TIMES, OVER, PLUS, MINUS -> one + " " + sign + " " + other;
    };
  }
}
