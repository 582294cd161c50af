package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.Policy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evicts what is asked for once it is told to: as another thread may cause at any time. */
final class EvictingCache implements Cache<String, Entry> {
  private final Cache<String, Entry> cache;
  private boolean evictsWhatIsAsked;

  EvictingCache(long weightMax, Consumer<Entry> evicted) {
    this.cache = EntryCaches.of(Policy.LRU).create(weightMax, evicted);
  }

  /** From now on. */
  void evictWhatIsAsked() {
    evictsWhatIsAsked = true;
  }

  @Override
  public @Nullable Entry get(String key) {
    return evictsWhatIsAsked ? cache.remove(key) : cache.get(key);
  }

  @Override
  public @Nullable Entry put(String key, Entry value) {
    return cache.put(key, value);
  }

  @Override
  public @Nullable Entry remove(String key) {
    return cache.remove(key);
  }

  @Override
  public boolean remove(String key, Entry value) {
    return cache.remove(key, value);
  }

  @Override
  public int size() {
    return cache.size();
  }

  @Override
  public long weight() {
    return cache.weight();
  }

  @Override
  public long weightMax() {
    return cache.weightMax();
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Entry> action) {
    cache.forEach(action);
  }

  @Override
  public void clear() {
    cache.clear();
  }
}
