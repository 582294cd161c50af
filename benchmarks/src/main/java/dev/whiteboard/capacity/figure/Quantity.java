package dev.whiteboard.capacity.figure;

/**
 * A number that knows what it counts.
 *
 * @param value in that unit; always finite
 * @param unit what is counted
 */
public record Quantity(double value, Unit unit) implements Comparable<Quantity> {
  /** Fails where the value is no number, or infinite. */
  public Quantity {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("no finite number of %s: %s".formatted(unit, value));
    }
  }

  /** So many of the unit that a symbol such as {@code links/day} stands for. */
  public static Quantity of(double value, String symbol) {
    return new Quantity(value, Unit.of(symbol));
  }

  /** In coherent units: seconds, bytes, single things. */
  private double coherent() {
    return value * unit.scale();
  }

  /** The product, whose unit is the product of the units. */
  public Quantity times(Quantity other) {
    return new Quantity(coherent() * other.coherent(), unit.times(other.unit));
  }

  /** The quotient, whose unit is the quotient of the units. */
  public Quantity over(Quantity other) {
    return new Quantity(coherent() / other.coherent(), unit.over(other.unit));
  }

  /** The sum, in this one's unit; fails where units are unlike. */
  public Quantity plus(Quantity other) {
    return new Quantity(value + other.in(unit).value, unit);
  }

  /** The difference, in this one's unit; fails where units are unlike. */
  public Quantity minus(Quantity other) {
    return new Quantity(value - other.in(unit).value, unit);
  }

  /** A bare number to the power of a bare number. */
  public Quantity power(Quantity exponent) {
    return bare(Math.pow(in(Unit.ONE).value, exponent.in(Unit.ONE).value));
  }

  /** To which power the base must be raised for this: both are bare numbers. */
  public Quantity logarithm(Quantity base) {
    return bare(Math.log(in(Unit.ONE).value) / Math.log(base.in(Unit.ONE).value));
  }

  /** The next whole number of its unit. */
  public Quantity roundedUp() {
    return new Quantity(Math.ceil(value), unit);
  }

  /** The same in another unit of the same kind; fails where units are unlike. */
  public Quantity in(Unit other) {
    if (!unit.isLike(other)) {
      throw new UnlikeUnitsException(unit, other);
    }
    return unit.equals(other) ? this : new Quantity(coherent() / other.scale(), other);
  }

  private static Quantity bare(double value) {
    return new Quantity(value, Unit.ONE);
  }

  /** By size, in whatever units of one kind they are; fails where units are unlike. */
  @Override
  public int compareTo(Quantity other) {
    return Double.compare(coherent(), other.in(unit).coherent());
  }

  /** Where it is clear what is counted: {@code 115,741/s} for 115,741 redirects/s. */
  public String brief() {
    return toString().replaceFirst(" [a-z]{4,}s/", "/");
  }

  /** For a reader: four digits, and the unit: {@code 182.5 G links}. */
  @Override
  public String toString() {
    return Wording.of(this);
  }
}
