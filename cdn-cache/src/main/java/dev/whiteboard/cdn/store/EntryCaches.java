package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Cache;
import java.util.function.Consumer;

/** Makes the cache that a store lives on: which of the policies, is for the caller to say. */
@FunctionalInterface
public interface EntryCaches {
  /**
   * A cache of entries, each as heavy as its {@link Entry#weight}.
   *
   * @param weightMax bytes
   * @param evicted is told of each entry that goes without being taken out: evicted, or not let in.
   *     It does not block and asks nothing of the cache
   */
  Cache<String, Entry> create(long weightMax, Consumer<Entry> evicted);
}
