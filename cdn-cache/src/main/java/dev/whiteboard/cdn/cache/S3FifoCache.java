package dev.whiteboard.cdn.cache;

import java.util.LinkedHashMap;

/**
 * Three queues, first in first out: a small one in which new entries are tried, a main one for
 * those that were used, and the names of those that failed.
 */
public final class S3FifoCache<K, V> extends ConcurrentCache<K, V> {
  /*
   *            ┌─ small, 10 % ─┐  used twice  ┌──── main, 90 % ────┐
   *   new ─▸   │               │ ───────────▸ │  ◂── used ───┐     │
   *            └───────────────┘              └──────────────┴─────┘
   *                    │ not used                    ▴      │ not used
   *                    ▾                             │      ▾
   *              names only: ghost ── asked again ───┘     gone
   *
   * Of objects that the web asks for most are asked for once. They pass through a tenth of the cache
   * and out, and don't push anything from the rest. One that comes again too late for that is known
   * by its name, and goes to the main queue at once. There, an entry at the end that was used goes
   * round again, as often as 3 times for 3 uses or more.
   *
   * The names weigh what their entries did, and together up to 90 % of the bound: about as many
   * names as entries, each 40 bytes of a map and a slot of it. The key itself stays in memory as well, and the bound does not count it.
   *
   * A loop longer than the cache gets next to nothing.
   *
   * A read adds to a count up to 3, then writes nothing. An eviction passes over one entry for each
   * use at most.
   *
   * Source: Yang, Zhang, Qiu, Yue, Rashmi: FIFO Queues are All You Need for Cache Eviction
   * (SOSP 2023).
   */

  private static final double SMALL = 0.1;
  private static final double GHOST = 0.9;
  private static final int USES_MAX = 3;

  /** Whoever has more leaves the small queue for the main one. */
  private static final int USES_ONCE = 1;

  private final NodeList<K, V> small = new NodeList<>();
  private final NodeList<K, V> main = new NodeList<>();

  /** What names weighed, in the order in which they failed. */
  private final LinkedHashMap<K, Integer> ghost = new LinkedHashMap<>();

  private final long smallMax;
  private final long mainMax;
  private final long ghostMax;
  private long ghostWeight;

  /** An empty one. */
  public S3FifoCache(Bounds<K, V> bounds) {
    super(bounds);
    smallMax = (long) (bounds.weightMax() * SMALL);
    mainMax = bounds.weightMax() - smallMax;
    ghostMax = (long) (bounds.weightMax() * GHOST);
  }

  @Override
  void used(Node<K, V> node) {
    node.use(USES_MAX);
  }

  @Override
  void add(Node<K, V> node) {
    makeRoom(node.weight);
    var known = ghost.remove(node.key);
    if (known == null) {
      keep(node, small);
    } else {
      ghostWeight -= known;
      keep(node, main);
    }
  }

  @Override
  void evictOne() {
    if (small.oldest() != null && (small.weight() >= smallMax || main.oldest() == null)) {
      evictFromSmall();
    } else {
      evictFromMain();
    }
  }

  /** Those that were used leave it as well, and may push one out of the main queue each. */
  private void evictFromSmall() {
    for (var node = small.oldest(); node != null; node = small.oldest()) {
      small.remove(node);
      if (node.mark <= USES_ONCE) {
        evict(node);
        remember(node);
        return;
      }
      node.mark = 0;
      main.addNewest(node);
      if (main.weight() > mainMax) {
        evictFromMain();
      }
    }
  }

  private void evictFromMain() {
    for (var node = main.oldest(); node != null; node = main.oldest()) {
      if (node.mark == 0) {
        main.remove(node);
        evict(node);
        return;
      }
      node.mark = Math.min(node.mark, USES_MAX) - 1;
      main.moveToNewest(node);
    }
  }

  private void remember(Node<K, V> node) {
    ghost.put(node.key, node.weight);
    ghostWeight += node.weight;
    while (ghostWeight > ghostMax) {
      ghostWeight -= ghost.pollFirstEntry().getValue();
    }
  }
}
