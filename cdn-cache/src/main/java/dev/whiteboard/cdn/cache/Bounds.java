package dev.whiteboard.cdn.cache;

/**
 * What a cache is held to, whatever its policy.
 *
 * @param weightMax what all entries may weigh, 1 or more
 * @param weigher what each of them does
 * @param listener is told of what goes
 */
public record Bounds<K, V>(
    long weightMax,
    Weigher<? super K, ? super V> weigher,
    RemovalListener<? super K, ? super V> listener) {

  /** Refuses a bound below 1. */
  public Bounds {
    if (weightMax < 1) {
      throw new IllegalArgumentException("a cache holds 1 or more, not " + weightMax);
    }
  }

  /** So many entries at most. */
  public static <K, V> Bounds<K, V> entries(int max) {
    return weight(max, (_, _) -> 1);
  }

  /** As many entries as do not weigh more, all together. */
  public static <K, V> Bounds<K, V> weight(long max, Weigher<? super K, ? super V> weigher) {
    return new Bounds<>(max, weigher, (_, _, _) -> {});
  }

  /** The same, with somebody who is told of what goes. */
  public Bounds<K, V> telling(RemovalListener<? super K, ? super V> listener) {
    return new Bounds<>(weightMax, weigher, listener);
  }

  /** Whether an entry of that weight is kept at all. */
  boolean admits(long weight) {
    return weight <= Math.min(weightMax, Weigher.ENTRY_MAX);
  }
}
