package dev.whiteboard.cdn.resp;

import dev.whiteboard.cdn.cache.Cache;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The keys: a cache whose entries may end. For any number of threads; each operation on a key is as
 * if it happened at one moment.
 */
public final class Keyspace {
  /*
   * Reads take no lock. What reads and then writes (SET with NX, INCR, EXPIRE) takes one of a few locks, by
   * the key's hash, so that two of them on one key don't come between each other; all that happens under it is
   * a look and a put. Plain writes take it too, or an INCR could write over them.
   *
   * An entry whose time is up is taken out by whoever meets it, and by a sweep that looks at all of them now
   * and then. The sweep keeps no list of who ends when: entries that are evicted or written over
   * would have to be found in it.
   */

  /** Locks; a power of two. Event loops are few. */
  private static final int LOCKS = 64;

  /** A sweep takes out so many at most: it holds on to them until then. */
  static final int SWEPT_MAX = 100_000;

  private final Cache<Bytes, Entry> cache;
  private final Object[] locks = new Object[LOCKS];
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder expired = new LongAdder();

  /** Over a cache that weighs by {@link Entry#weight}. */
  public Keyspace(Cache<Bytes, Entry> cache) {
    this.cache = cache;
    for (var i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Makes an entry of the one before, or null for none; both may be the same. */
  @FunctionalInterface
  interface Change {
    @Nullable Entry of(@Nullable Entry before) throws CommandException;
  }

  /** The entry of a key; counted. */
  @Nullable Entry get(Bytes key, long nowMillis) {
    var entry = peek(key, nowMillis);
    (entry == null ? misses : hits).increment();
    return entry;
  }

  /** The entry of a key. */
  @Nullable Entry peek(Bytes key, long nowMillis) {
    var entry = cache.get(key);
    if (entry != null && entry.isOver(nowMillis)) {
      expire(key, entry);
      return null;
    }
    return entry;
  }

  private void expire(Bytes key, Entry entry) {
    if (cache.remove(key, entry)) {
      expired.increment();
    }
  }

  /** Keeps a value for good. */
  void put(Bytes key, Entry entry) throws CommandException {
    requireRoom(key, entry);
    synchronized (lock(key)) {
      cache.put(key, entry);
    }
  }

  /** Changes the entry of a key; the one before. */
  @Nullable Entry change(Bytes key, long nowMillis, Change change) throws CommandException {
    synchronized (lock(key)) {
      var before = peek(key, nowMillis);
      var after = change.of(before);
      if (after == null) {
        if (before != null) {
          cache.remove(key);
        }
      } else if (after != before) {
        requireRoom(key, after);
        cache.put(key, after);
      }
      return before;
    }
  }

  /** Takes a key out; whether it was there. */
  boolean remove(Bytes key, long nowMillis) {
    synchronized (lock(key)) {
      var before = cache.remove(key);
      return before != null && !before.isOver(nowMillis);
    }
  }

  private void requireRoom(Bytes key, Entry entry) throws CommandException {
    if (Entry.weight(key, entry) > cache.weightMax()) {
      throw new CommandException("OOM command not allowed when used memory > 'maxmemory'.");
    }
  }

  private Object lock(Bytes key) {
    var hash = key.hashCode() * 0x9E3779B9;
    return locks[hash >>> 26];
  }

  /** Takes out entries whose time is up. Takes as long as there are entries. */
  public void sweep(long nowMillis) {
    record Over(Bytes key, Entry entry) {}
    var over = new ArrayList<Over>();
    cache.forEach((key, entry) -> {
      if (entry.isOver(nowMillis) && over.size() < SWEPT_MAX) {
        over.add(new Over(key, entry));
      }
    });
    over.forEach(each -> expire(each.key, each.entry));
  }

  /** Takes all out. */
  void clear() {
    cache.clear();
  }

  /** Keys, of which some may be over. */
  int size() {
    return cache.size();
  }

  /** Bytes. */
  long weight() {
    return cache.weight();
  }

  /** Bytes. */
  long weightMax() {
    return cache.weightMax();
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  long expired() {
    return expired.sum();
  }
}
