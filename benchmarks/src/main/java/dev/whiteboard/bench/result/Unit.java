package dev.whiteboard.bench.result;

/** What a figure is counted in, and which way it is better. */
public enum Unit {
  /** So many a second: more is better. */
  PER_SECOND("1/s"),
  /** Nanoseconds. */
  NANOS("ns"),
  /** Microseconds. */
  MICROS("us"),
  /** Milliseconds. */
  MILLIS("ms"),
  /** Bytes; the same on a machine that is twice as fast. */
  BYTES("B");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As documents have it. */
  public String symbol() {
    return symbol;
  }

  /** Whether more of it is better: of times and bytes it is less. */
  boolean moreIsBetter() {
    return this == PER_SECOND;
  }

  /** Of that symbol. */
  static Unit of(String symbol) {
    for (var unit : values()) {
      if (unit.symbol.equals(symbol)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("no unit: " + symbol);
  }
}
