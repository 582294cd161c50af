package dev.whiteboard.cdn.cache;

import dev.whiteboard.cdn.cache.RemovalListener.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The cache that is asked for at the whiteboard: a hash map to find an entry, a list to know which
 * was used last. For one thread; {@link LruCache} is for many.
 */
public final class PlainLru<K, V> implements Cache<K, V> {
  /*
   *   map      a ─┐      b ─┐      c ─┐
   *               ▾         ▾         ▾
   *   newest ─▸ [c] ⇄ [a] ⇄ [b] ◂─ oldest
   *
   * The map alone knows no order, the list alone finds nothing. So the map leads to the list's own
   * nodes, and a node that is found is unlinked and linked again by its two neighbours. The list
   * runs both ways, because a node that leaves its middle must find the one before it.
   *
   * Three entries at most:
   *
   *   put a, b, c      c b a
   *   get a            a c b      a use
   *   put d            d a c      b goes: nobody used it for longest
   *   get b            d a c      not there
   *
   * Every call is O(1), but for one that puts a heavy entry where many light ones have to go.
   * A node is 40 bytes and the map's own 32, with a slot of 4 to 8.
   *
   * Even a get writes, four links or so. That is why this one does not become a good cache for many
   * threads by a lock around it: readers would wait for each other.
   */

  private final Map<K, Node> nodes = new HashMap<>();
  private final Bounds<K, V> bounds;
  private @Nullable Node newest;
  private @Nullable Node oldest;
  private long weight;

  /** An empty one. */
  public PlainLru(Bounds<K, V> bounds) {
    this.bounds = bounds;
  }

  private final class Node {
    private final K key;
    private V value;
    private long nodeWeight;
    private @Nullable Node newer;
    private @Nullable Node older;

    Node(K key, V value, long weight) {
      this.key = key;
      this.value = value;
      this.nodeWeight = weight;
    }
  }

  @Override
  public @Nullable V get(K key) {
    var node = nodes.get(key);
    if (node == null) {
      return null;
    }
    unlink(node);
    link(node);
    return node.value;
  }

  @Override
  public @Nullable V put(K key, V value) {
    var heavy = bounds.weigher().weigh(key, value);
    if (!bounds.admits(heavy)) {
      var before = take(key, Cause.REPLACED);
      tell(key, value, Cause.EVICTED);
      return before;
    }
    var node = nodes.get(key);
    return node == null ? add(new Node(key, value, heavy)) : replace(node, value, heavy);
  }

  private @Nullable V add(Node node) {
    nodes.put(node.key, node);
    link(node);
    weight += node.nodeWeight;
    evict();
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // The same object put again has not gone.
  private V replace(Node node, V value, long heavy) {
    var before = node.value;
    unlink(node);
    link(node);
    weight += heavy - node.nodeWeight;
    node.value = value;
    node.nodeWeight = heavy;
    evict();
    if (before != value) {
      tell(node.key, before, Cause.REPLACED);
    }
    return before;
  }

  /** Never the newest: alone it is not too heavy. */
  private void evict() {
    while (oldest != null && weight > bounds.weightMax()) {
      var _ = take(oldest.key, Cause.EVICTED);
    }
  }

  @Override
  public @Nullable V remove(K key) {
    return take(key, Cause.REMOVED);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // As promised.
  public boolean remove(K key, V value) {
    var node = nodes.get(key);
    return node != null && node.value == value && remove(key) != null;
  }

  private @Nullable V take(K key, Cause cause) {
    var node = nodes.remove(key);
    if (node == null) {
      return null;
    }
    unlink(node);
    weight -= node.nodeWeight;
    tell(node.key, node.value, cause);
    return node.value;
  }

  private void tell(K key, V value, Cause cause) {
    bounds.listener().removed(key, value, cause);
  }

  private void link(Node node) {
    node.older = newest;
    if (newest == null) {
      oldest = node;
    } else {
      newest.newer = node;
    }
    newest = node;
  }

  private void unlink(Node node) {
    var newer = node.newer;
    var older = node.older;
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    node.newer = null;
    node.older = null;
  }

  @Override
  public int size() {
    return nodes.size();
  }

  @Override
  public long weight() {
    return weight;
  }

  @Override
  public long weightMax() {
    return bounds.weightMax();
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    nodes.forEach((key, node) -> action.accept(key, node.value));
  }

  @Override
  public void clear() {
    List.copyOf(nodes.keySet()).forEach(this::remove);
  }
}
