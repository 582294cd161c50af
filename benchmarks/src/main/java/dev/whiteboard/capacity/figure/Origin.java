package dev.whiteboard.capacity.figure;

import java.util.Locale;

/** Where a figure comes from. */
public enum Origin {
  /** By the interview's question. */
  STATED,
  /** By us, or by whoever set it. */
  ASSUMED,
  /** From a publication. */
  CITED,
  /** By a model of more machines than there are. */
  SIMULATED,
  /** On a machine, by a benchmark. */
  MEASURED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
