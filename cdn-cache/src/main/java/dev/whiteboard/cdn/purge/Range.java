package dev.whiteboard.cdn.purge;

/**
 * Sequences without a gap.
 *
 * @param first the first of them
 * @param last the last of them, inclusive
 */
public record Range(long first, long last) {
  /** Refuses what is empty. */
  public Range {
    if (first > last) {
      throw new IllegalArgumentException("a range from %d to %d".formatted(first, last));
    }
  }

  boolean contains(long sequence) {
    return first <= sequence && sequence <= last;
  }
}
