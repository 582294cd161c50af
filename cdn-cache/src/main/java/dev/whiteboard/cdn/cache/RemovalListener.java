package dev.whiteboard.cdn.cache;

/**
 * Is told of all that goes: a value that was put is either in the cache, or was told here once.
 *
 * <p>Told by whichever thread comes along with its own call, after the cache let go of its locks.
 * So it may use the cache; it must not throw. Of two that go at about the same time, any may be
 * told first.
 */
@FunctionalInterface
public interface RemovalListener<K, V> {
  /** It is out. */
  void removed(K key, V value, Cause cause);

  /** Why. */
  enum Cause {
    /** There was no room for it, or there never would be: heavier than all. */
    EVICTED,
    /** The key has another value now, or was to have one that is too heavy. */
    REPLACED,
    /** It was taken out. */
    REMOVED
  }
}
