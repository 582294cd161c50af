package dev.whiteboard.cdn.resp;

import dev.whiteboard.cdn.cache.Cache;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The least recently used goes, by a map of the JDK and one lock. */
final class MapCache implements Cache<Bytes, Entry> {
  private final LinkedHashMap<Bytes, Entry> map = new LinkedHashMap<>(16, 0.75f, true);
  private final long weightMax;
  private long weight;

  MapCache(long weightMax) {
    this.weightMax = weightMax;
  }

  @Override
  public synchronized @Nullable Entry get(Bytes key) {
    return map.get(key);
  }

  @Override
  public synchronized @Nullable Entry put(Bytes key, Entry value) {
    var before = remove(key);
    if (Entry.weight(key, value) <= weightMax) {
      map.put(key, value);
      weight += Entry.weight(key, value);
      evict();
    }
    return before;
  }

  private void evict() {
    var eldest = map.entrySet().iterator();
    while (weight > weightMax) {
      Map.Entry<Bytes, Entry> entry = eldest.next();
      weight -= Entry.weight(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  @Override
  public synchronized @Nullable Entry remove(Bytes key) {
    var before = map.remove(key);
    if (before != null) {
      weight -= Entry.weight(key, before);
    }
    return before;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public synchronized boolean remove(Bytes key, Entry value) {
    return map.get(key) == value && remove(key) != null;
  }

  @Override
  public synchronized int size() {
    return map.size();
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
  public synchronized void forEach(BiConsumer<? super Bytes, ? super Entry> action) {
    map.forEach(action);
  }

  @Override
  public synchronized void clear() {
    map.clear();
    weight = 0;
  }
}
