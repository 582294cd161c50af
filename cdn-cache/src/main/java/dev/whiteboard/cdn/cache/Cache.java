package dev.whiteboard.cdn.cache;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that holds only so much, and gives up what its policy thinks will be asked for last.
 *
 * <p>Those of {@link Policy} are for all threads: each call is as if it happened at one moment, but
 * for evictions, which may come a little later while many write at once. Of {@link #weight} and
 * {@link #size} that is what there is at some moment; with no call under way they are exact, and
 * the weight is within the bound.
 *
 * @param <K> with {@code equals} and {@code hashCode}
 * @param <V> any value but null
 */
public interface Cache<K, V> {
  /** The value of a key, which counts as a use of it. */
  @Nullable V get(K key);

  /**
   * Keeps a value, which counts as a use of its key. An entry that weighs more than the whole cache
   * is not kept, and what was there is gone.
   *
   * @return what the key had before
   */
  @Nullable V put(K key, V value);

  /** Takes a key out. */
  @Nullable V remove(K key);

  /** Takes a key out if it has this very value, the same object. */
  boolean remove(K key, V value);

  /** Entries. */
  int size();

  /** What all entries weigh. */
  long weight();

  /** What they may weigh. */
  long weightMax();

  /** All entries, in no order; no use of them. Those that come or go meanwhile may be missed. */
  void forEach(BiConsumer<? super K, ? super V> action);

  /** Takes all out. */
  void clear();
}
