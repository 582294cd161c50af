package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.Policy;
import java.util.function.Consumer;

/** Makes the cache that a store lives on: which of the policies, is for the caller to say. */
@FunctionalInterface
public interface EntryCaches {
  /**
   * A cache of entries, each as heavy as its {@link Entry#weight}.
   *
   * @param weightMax bytes
   * @param gone is to be told of each entry that goes without being taken out: evicted, or not let
   *     in. To be told of others as well, or twice, does it no harm; nor does it block, or ask
   *     anything of the cache
   */
  Cache<String, Entry> create(long weightMax, Consumer<Entry> gone);

  /** Those of a policy. */
  static EntryCaches of(Policy policy) {
    return (weightMax, gone) -> {
      var bounds = Bounds.<String, Entry>weight(weightMax, (_, entry) -> entry.weight());
      return policy.cache(bounds.telling((_, entry, _) -> gone.accept(entry)));
    };
  }
}
