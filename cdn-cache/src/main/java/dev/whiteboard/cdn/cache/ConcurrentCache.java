package dev.whiteboard.cdn.cache;

import dev.whiteboard.cdn.cache.RemovalListener.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What all policies have in common once there are many threads: the map, the bound, who is told. A
 * policy adds which entry goes next.
 */
abstract sealed class ConcurrentCache<K, V> implements Cache<K, V>
    permits LruCache, SieveCache, S3FifoCache, TinyLfuCache {
  /*
   *   get ─▸ map ─▸ node ─▸ value           used(node): a note, no lock
   *   put ─▸ map ─▸ node ◂─ value ─▸ ring of written nodes ─┐
   *                                                          ▾  whoever gets the lock
   *                       the policy's lists ◂─ looks at each node, evicts
   *
   * The map is the truth, and answers at once. The lists follow. A write does not say what was done:
   * it says "look at this node", and whoever holds the lock compares node and list:
   *
   *   value   in a list   then
   *   yes     no          it is new: linked, others evicted
   *   yes     yes         it may weigh something else now
   *   no      yes         it was taken out: unlinked
   *   no      no          nothing
   *
   * So it does not matter in which order threads come, or how often: a node that was put, put again
   * and removed ends in no list. With messages such as "add" and "remove" each pair that can
   * overtake each other would need a rule.
   *
   * A value only goes from something to nothing by a compare-and-set or a swap, and never comes back.
   * Whoever took it out is the one who tells the listener, so each is told once.
   *
   * Nobody waits for the lock, but for a writer who finds the ring full: it then helps. Who fails to
   * get it leaves the work to the holder, who looks again after letting go. So with n threads
   * writing, the bound may be passed for that moment by what is in the ring, 256 nodes, and by n
   * more; as soon as no write is under way it holds.
   *
   * A get costs one look into the map and the policy's note; a put the map, a place in the ring
   * and, amortised, one look.
   */

  final Bounds<K, V> bounds;

  private final ConcurrentHashMap<K, Node<K, V>> nodes = new ConcurrentHashMap<>();
  private final WriteBuffer<K, V> writes = new WriteBuffer<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Of all that is in lists. Guarded by the lock, as is the next. */
  private long weight;

  private List<Gone<K, V>> evicted = new ArrayList<>();

  private record Gone<K, V>(K key, V value) {}

  ConcurrentCache(Bounds<K, V> bounds) {
    this.bounds = bounds;
  }

  /** A use, by any thread, with no lock. */
  abstract void used(Node<K, V> node);

  /** A new node: keeps it, and evicts others for it. */
  abstract void add(Node<K, V> node);

  /** Evicts one. There is one. */
  abstract void evictOne();

  /** A node that goes for another reason than the bound. */
  void leave(Node<K, V> node, NodeList<K, V> list) {
    list.remove(node);
  }

  /** Uses that were only noted. */
  void drainUses() {}

  @Override
  public final @Nullable V get(K key) {
    var node = nodes.get(key);
    if (node == null) {
      return null;
    }
    var value = node.getAcquire();
    if (value != null) {
      used(node);
    }
    return value;
  }

  @Override
  public final @Nullable V put(K key, V value) {
    var heavy = weigh(key, value);
    if (!bounds.admits(heavy)) {
      return refuse(key, value);
    }
    while (true) {
      var node = nodes.get(key);
      if (node == null) {
        var fresh = new Node<>(key, value);
        node = nodes.putIfAbsent(key, fresh);
        if (node == null) {
          look(fresh);
          return null;
        }
      }
      var before = node.get();
      if (before == null) {
        nodes.remove(key, node);
      } else if (node.compareAndSet(before, value)) {
        replaced(node, before, value, heavy);
        return before;
      }
    }
  }

  private @Nullable V refuse(K key, V value) {
    var before = take(key, Cause.REPLACED);
    tell(key, value, Cause.EVICTED);
    return before;
  }

  @SuppressWarnings("ReferenceEquality") // The same object put again has not gone.
  private void replaced(Node<K, V> node, V before, V value, long heavy) {
    used(node);
    if (before == value) {
      return;
    }
    if (weigh(node.key, before) != heavy) {
      look(node);
    }
    tell(node.key, before, Cause.REPLACED);
  }

  @Override
  public final @Nullable V remove(K key) {
    return take(key, Cause.REMOVED);
  }

  private @Nullable V take(K key, Cause cause) {
    var node = nodes.get(key);
    var value = node == null ? null : node.getAndSet(null);
    if (node == null || value == null) {
      return null;
    }
    over(node, value, cause);
    return value;
  }

  @Override
  public final boolean remove(K key, V value) {
    var node = nodes.get(key);
    if (node == null || !node.compareAndSet(value, null)) {
      return false;
    }
    over(node, value, Cause.REMOVED);
    return true;
  }

  private void over(Node<K, V> node, V value, Cause cause) {
    nodes.remove(node.key, node);
    look(node);
    tell(node.key, value, cause);
  }

  private long weigh(K key, V value) {
    return bounds.weigher().weigh(key, value);
  }

  private void tell(K key, V value, Cause cause) {
    bounds.listener().removed(key, value, cause);
  }

  private void look(Node<K, V> node) {
    if (writes.offer(node)) {
      maintain();
      return;
    }
    lock.lock();
    try {
      drain();
      reconcile(node);
    } finally {
      unlockAndTell();
    }
  }

  /** If somebody else has the lock, it is left to them: they look again when they have let go. */
  final void maintain() {
    while (lock.tryLock()) {
      try {
        drain();
      } finally {
        unlockAndTell();
      }
      if (writes.isEmpty()) {
        return;
      }
    }
  }

  /** The list that is told from is nobody else's any more once the lock is let go. */
  private void unlockAndTell() {
    var gone = evicted;
    if (gone.isEmpty()) {
      lock.unlock();
      return;
    }
    evicted = new ArrayList<>();
    lock.unlock();
    gone.forEach(each -> tell(each.key, each.value, Cause.EVICTED));
  }

  private void drain() {
    drainUses();
    for (var node = writes.poll(); node != null; node = writes.poll()) {
      reconcile(node);
    }
  }

  private void reconcile(Node<K, V> node) {
    var value = node.get();
    var list = node.list;
    if (value == null) {
      if (list != null) {
        weight -= node.weight;
        leave(node, list);
      }
    } else if (list == null) {
      node.weight = (int) weigh(node.key, value);
      add(node);
    } else {
      reweigh(node, list, (int) weigh(node.key, value));
    }
  }

  private void reweigh(Node<K, V> node, NodeList<K, V> list, int now) {
    weight += now - node.weight;
    list.reweigh(node, now);
    makeRoom(0);
  }

  /** Puts a new node into a list. */
  final void keep(Node<K, V> node, NodeList<K, V> list) {
    list.addNewest(node);
    weight += node.weight;
  }

  /** Until so much more would fit. */
  final void makeRoom(int heavy) {
    while (weight > 0 && weight + heavy > bounds.weightMax()) {
      evictOne();
    }
  }

  /** A node that is in no list any more goes, unless somebody took it out already. */
  final void evict(Node<K, V> node) {
    weight -= node.weight;
    var value = node.getAndSet(null);
    if (value != null) {
      nodes.remove(node.key, node);
      evicted.add(new Gone<>(node.key, value));
    }
  }

  @Override
  public final int size() {
    return nodes.size();
  }

  /** Waits for who has the lock: for tests and metrics. */
  @Override
  public final long weight() {
    lock.lock();
    try {
      drain();
      return weight;
    } finally {
      unlockAndTell();
    }
  }

  @Override
  public final long weightMax() {
    return bounds.weightMax();
  }

  @Override
  public final void forEach(BiConsumer<? super K, ? super V> action) {
    nodes.forEach((key, node) -> {
      var value = node.get();
      if (value != null) {
        action.accept(key, value);
      }
    });
  }

  @Override
  public final void clear() {
    nodes.keySet().forEach(this::remove);
  }
}
