package dev.whiteboard.kit.settings;

/**
 * Whole numbers from {@code min} to {@code max}, both inclusive.
 *
 * @param min the smallest
 * @param max the largest
 */
public record IntRange(int min, int max) {
  /** TCP ports; 0 stands for any free one. */
  public static final IntRange PORTS = new IntRange(0, 65_535);

  /** Refuses an empty range. */
  public IntRange {
    if (min > max) {
      throw new IllegalArgumentException("empty range: " + min + " to " + max);
    }
  }

  /** Whether the number lies within. */
  public boolean contains(int number) {
    return min <= number && number <= max;
  }
}
