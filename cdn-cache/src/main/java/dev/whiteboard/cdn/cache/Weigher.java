package dev.whiteboard.cdn.cache;

/**
 * What an entry takes of a cache's bound. The same key and value must weigh the same each time: a
 * cache asks again rather than keep what it was told.
 */
@FunctionalInterface
public interface Weigher<K, V> {
  /** What one entry may weigh; a heavier one is never kept. */
  long ENTRY_MAX = Integer.MAX_VALUE;

  /** 0 or more, in the unit of the bound: bytes, or 1 for each. Quick: writes wait for it. */
  long weigh(K key, V value);
}
