package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.cache.Cache;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The plainest cache there is: one lock, the least used goes. */
final class SmallLru implements Cache<String, Entry> {
  private static final float LOAD = 0.75f;

  private final Map<String, Entry> entries = new LinkedHashMap<>(16, LOAD, true);
  private final long weightMax;
  private final Consumer<Entry> evicted;
  private long weight;
  private boolean evictsWhatIsAsked;

  SmallLru(long weightMax, Consumer<Entry> evicted) {
    this.weightMax = weightMax;
    this.evicted = evicted;
  }

  @Override
  public synchronized @Nullable Entry get(String key) {
    var found = entries.get(key);
    if (evictsWhatIsAsked && found != null) {
      remove(key);
      evicted.accept(found);
    }
    return found;
  }

  /** From now on, what is asked for is evicted at once: as another thread may cause at any time. */
  synchronized void evictWhatIsAsked() {
    evictsWhatIsAsked = true;
  }

  @Override
  public synchronized @Nullable Entry put(String key, Entry value) {
    var before = remove(key);
    if (value.weight() > weightMax) {
      evicted.accept(value);
      return before;
    }
    entries.put(key, value);
    weight += value.weight();
    while (weight > weightMax) {
      var oldest = entries.entrySet().iterator().next();
      remove(oldest.getKey());
      evicted.accept(oldest.getValue());
    }
    return before;
  }

  @Override
  public synchronized @Nullable Entry remove(String key) {
    var gone = entries.remove(key);
    weight -= gone == null ? 0 : gone.weight();
    return gone;
  }

  @Override
  public synchronized boolean remove(String key, Entry value) {
    return entries.get(key) == value && remove(key) != null;
  }

  @Override
  public synchronized int size() {
    return entries.size();
  }

  @Override
  public synchronized long weight() {
    return weight;
  }

  @Override
  public long weightMax() {
    return weightMax;
  }

  @Override
  public synchronized void forEach(BiConsumer<? super String, ? super Entry> action) {
    entries.forEach(action);
  }

  @Override
  public synchronized void clear() {
    entries.clear();
    weight = 0;
  }
}
