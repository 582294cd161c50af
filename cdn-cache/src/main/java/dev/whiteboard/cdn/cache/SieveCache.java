package dev.whiteboard.cdn.cache;

import org.jspecify.annotations.Nullable;

/**
 * A queue through which a hand goes and takes what nobody used since it last came by. An entry
 * never moves.
 */
public final class SieveCache<K, V> extends ConcurrentCache<K, V> {
  /*
   * SIEVE. New entries come in at the newest end; a use sets a mark. The hand goes from the oldest
   * to the newest, and around. What has a mark loses it and stays where it is, what has none goes:
   *
   *   newest ─▸ f  e* d  c* b* a ◂─ oldest        * used
   *                         ▴ hand
   *   room for g:  b and c lose their marks, d goes; the hand stands at e
   *   newest ─▸ g  f  e* c  b  a
   *                   ▴
   *
   * In CLOCK what is spared goes back to the newest end and mixes with what just came. Here it stays
   * behind the hand, so old and proven entries gather at one end, while new ones that nobody asks
   * for again meet the hand soon. That is what the web needs, where most objects are asked for once.
   *
   * What it is not good at: a loop longer than the cache, which gets no hits at all, as with LRU.
   *
   * A read sets a mark if it is not set: mostly it writes nothing. An eviction passes over as many
   * entries as were used since, so each use pays for one step.
   *
   * Source: Zhang, Yang, Yue, Vigfusson, Rashmi: SIEVE is Simpler than LRU (NSDI 2024).
   */

  private static final int USED = 1;

  private final NodeList<K, V> list = new NodeList<>();

  /** Where to go on; none for the oldest. */
  private @Nullable Node<K, V> hand;

  /** An empty one. */
  public SieveCache(Bounds<K, V> bounds) {
    super(bounds);
  }

  @Override
  void used(Node<K, V> node) {
    node.use(USED);
  }

  /** Room is made first: the hand must not come upon what nobody could use yet. */
  @Override
  void add(Node<K, V> node) {
    makeRoom(node.weight);
    keep(node, list);
  }

  @Override
  void leave(Node<K, V> node, NodeList<K, V> list) {
    if (hand == node) {
      hand = node.newer;
    }
    list.remove(node);
  }

  @Override
  void evictOne() {
    var node = hand == null ? list.oldest() : hand;
    while (node != null && node.mark == USED) {
      node.mark = 0;
      node = node.newer == null ? list.oldest() : node.newer;
    }
    if (node != null) {
      hand = node.newer;
      list.remove(node);
      evict(node);
    }
  }
}
