package dev.whiteboard.capacity.figure;

import java.util.Set;

/**
 * A quantity that says where it comes from. Arithmetic on figures gives a {@link Derived} one,
 * which remembers them all: what was computed never passes for what was measured.
 */
public sealed interface Figure permits Derived, Figure.Given, Figure.Measured {
  /** What it is called in a formula. */
  String name();

  /** How much of what. */
  Quantity quantity();

  /** What it rests on: one origin, or those of all that a derived one was computed from. */
  Set<Origin> origins();

  /** How it may be called in public: {@code stated}, {@code derived from measured}. */
  String label();

  /** A figure that nobody computed and nobody measured here. */
  sealed interface Given extends Figure {
    /** Its origin. */
    Origin origin();

    @Override
    default Set<Origin> origins() {
      return Set.of(origin());
    }

    @Override
    default String label() {
      return origin().toString();
    }
  }

  /**
   * What an interview's question states.
   *
   * @param name in a formula
   * @param quantity as it is stated
   */
  record Stated(String name, Quantity quantity) implements Given {
    @Override
    public Origin origin() {
      return Origin.STATED;
    }
  }

  /**
   * What is taken for granted.
   *
   * @param name in a formula
   * @param quantity so much
   * @param why it is so much and not another
   */
  record Assumed(String name, Quantity quantity, String why) implements Given {
    @Override
    public Origin origin() {
      return Origin.ASSUMED;
    }
  }

  /**
   * What somebody else published.
   *
   * @param name in a formula
   * @param quantity as it is published
   * @param source where
   */
  record Cited(String name, Quantity quantity, String source) implements Given {
    @Override
    public Origin origin() {
      return Origin.CITED;
    }
  }

  /**
   * What a simulation came to, of more machines than there are.
   *
   * @param name its id; one that begins with a claim's id belongs to that claim
   * @param quantity so much
   * @param how it was simulated, in a few words, with the seed
   */
  record Simulated(String name, Quantity quantity, String how) implements Given {
    @Override
    public Origin origin() {
      return Origin.SIMULATED;
    }
  }

  /**
   * What a benchmark measured.
   *
   * @param name its id in the result document
   * @param quantity the median of the rounds
   * @param min the lowest round
   * @param max the highest round
   * @param run how it was measured
   */
  record Measured(String name, Quantity quantity, Quantity min, Quantity max, Run run)
      implements Figure {
    /** The same, counting what a unit says: 1/s times redirects/core is redirects/s/core. */
    public Measured counting(Unit counted) {
      var factor = new Quantity(1, counted);
      return new Measured(name, quantity.times(factor), min.times(factor), max.times(factor), run);
    }

    /** The median in a few characters, {@code ≥} before it where it could be more. */
    public String brief() {
      return (run.atLeast ? "≥ " : "") + quantity.brief();
    }

    @Override
    public Set<Origin> origins() {
      return Set.of(Origin.MEASURED);
    }

    @Override
    public String label() {
      return Origin.MEASURED.toString();
    }
  }

  /**
   * How a figure was measured.
   *
   * @param bench which benchmark
   * @param rounds how many
   * @param rerun the command that measures it again
   * @param atLeast whether it could be more: the rates ended before what is too much
   */
  record Run(String bench, int rounds, String rerun, boolean atLeast) {}

  /** The product of both. */
  default Derived times(Figure other) {
    return Derived.of(Operation.TIMES, this, other);
  }

  /** The quotient of both. */
  default Derived over(Figure other) {
    return Derived.of(Operation.OVER, this, other);
  }

  /** The sum of both; fails where units are unlike. */
  default Derived plus(Figure other) {
    return Derived.of(Operation.PLUS, this, other);
  }

  /** The difference of both; fails where units are unlike. */
  default Derived minus(Figure other) {
    return Derived.of(Operation.MINUS, this, other);
  }

  /** This bare number to the power of another. */
  default Derived power(Figure exponent) {
    return Derived.of(Operation.POWER, this, exponent);
  }

  /** How many digits of that base this takes, not yet rounded. */
  default Derived digits(Figure base) {
    return Derived.of(Operation.DIGITS, this, base);
  }

  /** The next whole number of its unit. */
  default Derived roundedUp() {
    return Derived.of(Operation.UP, this, this);
  }

  /** The same in another unit: {@code links/day} in {@code links/s}. */
  default Derived in(String symbol) {
    return Derived.in(Unit.of(symbol), this);
  }

  /** Whether it is no larger; fails where units are unlike. */
  default boolean isAtMost(Figure other) {
    return quantity().compareTo(other.quantity()) <= 0;
  }
}
