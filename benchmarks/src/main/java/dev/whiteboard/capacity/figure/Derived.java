package dev.whiteboard.capacity.figure;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A figure that was computed from others, and can show how. Its formula goes down to the figures
 * that have a name; its working puts their values in their places.
 */
public final class Derived implements Figure {
  private final Optional<String> given;
  private final Operation operation;
  private final Figure one;
  private final Figure other;
  private final Quantity quantity;

  private Derived(
      Optional<String> given, Operation operation, Figure one, Figure other, Quantity quantity) {
    this.given = given;
    this.operation = operation;
    this.one = one;
    this.other = other;
    this.quantity = quantity;
  }

  static Derived of(Operation operation, Figure one, Figure other) {
    var quantity = operation.applied.apply(one.quantity(), other.quantity());
    return new Derived(Optional.empty(), operation, one, other, quantity);
  }

  /** One without a name is only shown in that unit; one that is in it already stays what it is. */
  static Derived in(Unit unit, Figure figure) {
    var quantity = figure.quantity().in(unit);
    if (figure instanceof Derived derived
        && (derived.given.isEmpty() || derived.quantity.unit().equals(unit))) {
      return new Derived(derived.given, derived.operation, derived.one, derived.other, quantity);
    }
    return new Derived(Optional.empty(), Operation.AS, figure, figure, quantity);
  }

  /** The same by a name: what is derived from it shows the name, and not how it came about. */
  public Derived named(String name) {
    return new Derived(Optional.of(name), operation, one, other, quantity);
  }

  @Override
  public String name() {
    return given.orElseGet(this::formula);
  }

  @Override
  public Quantity quantity() {
    return quantity;
  }

  @Override
  public Set<Origin> origins() {
    var origins = EnumSet.copyOf(one.origins());
    origins.addAll(other.origins());
    return origins;
  }

  @Override
  public String label() {
    var origins = origins();
    var measured = origins.contains(Origin.MEASURED);
    var simulated = origins.contains(Origin.SIMULATED);
    if (measured && simulated) {
      return "derived from measured and simulated";
    }
    if (measured) {
      return "derived from measured";
    }
    return simulated ? "derived from simulated" : "derived";
  }

  /** By names: {@code shortener.writesPerDay × shortener.readsPerWrite}. */
  public String formula() {
    return written(Figure::name);
  }

  /** By values: {@code 100 M links/day × 100 redirects/link = 115,741 redirects/s}. */
  public String working() {
    return written(figure -> figure.quantity().toString()) + " = " + quantity;
  }

  private String written(Function<Figure, String> word) {
    var left = operand(one, word, false);
    var right = operation.hasOneArgument() ? "" : operand(other, word, true);
    return operation.written(left, right);
  }

  private String operand(Figure figure, Function<Figure, String> word, boolean isRight) {
    if (!(figure instanceof Derived inner) || inner.given.isPresent()) {
      return word.apply(figure);
    }
    var text = inner.written(word);
    return needsParentheses(inner.operation, isRight) ? "(" + text + ")" : text;
  }

  private boolean needsParentheses(Operation inner, boolean isRight) {
    return switch (operation) {
      case AS, UP, DIGITS -> false;
      case TIMES, PLUS -> inner.binding < operation.binding;
      case OVER, MINUS, POWER ->
          isRight ? inner.binding <= operation.binding : inner.binding < operation.binding;
    };
  }

  @Override
  public String toString() {
    return name() + " = " + quantity;
  }
}
