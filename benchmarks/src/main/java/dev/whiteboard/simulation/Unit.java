package dev.whiteboard.simulation;

/** What a simulated figure is counted in. */
public enum Unit {
  /** Events a second. */
  PER_SECOND("1/s"),
  /** Milliseconds. */
  MILLIS("ms"),
  /** Seconds. */
  SECONDS("s"),
  /** Bytes. */
  BYTES("B"),
  /** A count or a ratio. */
  ONE("1"),
  /** Hundredths. */
  PERCENT("%");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As it stands in a result. */
  public String symbol() {
    return symbol;
  }
}
