package dev.whiteboard.cdn.cache;

import org.jspecify.annotations.Nullable;

/**
 * The entry that was used least often lately goes first, and what is new is only let in for one
 * that was used less. A window in front gives it the time to show that; how large the window is,
 * the cache finds out.
 */
public final class TinyLfuCache<K, V> extends ConcurrentCache<K, V> {
  /*
   * W-TinyLFU:
   *
   *                                       used             ┌ used ┐
   *          ┌── window, 2-80 % ──┐    ┌─ trial ─┐ ───▸ ┌─ proven ▾────┐
   *   new ─▸ │                    │ ─▸ │         │      │ half of rest │
   *          └─── used, again ────┘    └─────────┘ ◂─── └──────────────┘
   *                           newcomer ▴   ▾ oldest          not used
   *                              whoever was asked for more often stays
   *
   * How often, a sketch remembers, also of keys that are long gone: so a newcomer that comes for the
   * third time wins against one that was asked for once. That is what makes it stand loops and scans:
   * in a loop longer than the cache LRU drops each entry just before its turn, and has no hits. Here
   * newcomers don't win against what is there, so a part of the loop stays, and has hits each time.
   * But where the last minutes are all that counts, frequency is a bad guide: then the window grows,
   * up to 80 %, and is nearly an LRU.
   *
   * Where it leaves the textbook: no read moves anything. A read is one mark on its node, up to 2,
   * and one count for the climber; the marks are looked at when the node comes to the end of its
   * list. There a node with marks is put into the sketch so often and goes on, to the newest end or
   * to the proven ones. The lists are so queues with a second chance, in place of LRU, and the
   * sketch counts rounds in which an entry was used more than uses. This costs less than LRU's order
   * does, and has more hits: a crowd that asks for one thing in one second counts as 2.
   *
   * Each pass over an entry consumes marks, which reads paid for; so all is O(1), amortised. The
   * sketch takes 8 to 16 bytes for each entry of a full cache.
   *
   * The request that brings a newcomer counts in the sketch, and says nothing when it is compared:
   * whoever is kept has had no chance to be asked for since. In a loop every newcomer would be one
   * round ahead of an entry that is just as good, and push it out just before its turn.
   *
   * A newcomer that ties and is warm wins 1 time of 128 all the same: else who knows the hash could
   * fill the sketch so that nothing gets in any more.
   *
   * By weight, a heavy newcomer is compared with one victim after the other until it fits or loses.
   *
   * Sources: Einziger, Friedman, Manes: TinyLFU (ACM ToS 2017); and those of Climber and
   * FrequencySketch.
   */

  private static final int USES_MAX = 2;
  private static final double PROVEN = 0.5;

  /**
   * Additions to the sketch until it halves, for each entry. Fewer than the paper's 10, as a crowd
   * of reads adds 2.
   */
  private static final int PERIOD = 7;

  /** What the sketch is made for at first, where the bound is larger. */
  private static final int ENTRIES_FIRST = 512;

  /** Seen more often than this a newcomer is warm. */
  private static final int WARM = 5;

  /** A power of two. */
  private static final int LUCKY_ONE_OF = 128;

  private final NodeList<K, V> window = new NodeList<>();
  private final NodeList<K, V> trial = new NodeList<>();
  private final NodeList<K, V> proven = new NodeList<>();
  private final FrequencySketch sketch;
  private final UseCounter uses = new UseCounter();
  private final Climber climber = new Climber();
  private long windowMax;
  private long provenMax;
  private long newcomers;
  private int random = 1;

  /** An empty one. */
  public TinyLfuCache(Bounds<K, V> bounds) {
    super(bounds);
    sketch = new FrequencySketch((int) Math.min(bounds.weightMax(), ENTRIES_FIRST), PERIOD);
    divide();
  }

  private void divide() {
    windowMax = Math.max(1, (long) (bounds.weightMax() * climber.share()));
    provenMax = (long) ((bounds.weightMax() - windowMax) * PROVEN);
  }

  @Override
  void used(Node<K, V> node) {
    node.use(USES_MAX);
    uses.increment();
  }

  @Override
  void add(Node<K, V> node) {
    newcomers++;
    sketch.ensure(entries() + 1);
    sketch.add(node.hash(), 1);
    keep(node, window);
    shrinkWindow();
    makeRoom(0);
    if (climber.climb(uses.sum(), newcomers, entries())) {
      divide();
    }
  }

  private int entries() {
    return window.size() + trial.size() + proven.size();
  }

  private void shrinkWindow() {
    for (var node = window.oldest();
        node != null && window.weight() > windowMax;
        node = window.oldest()) {
      if (settle(node)) {
        window.moveToNewest(node);
      } else {
        move(node, window, trial);
      }
    }
  }

  /** Takes a node's marks off and into the sketch. False where it had none. */
  private boolean settle(Node<K, V> node) {
    var seen = node.mark;
    if (seen == 0) {
      return false;
    }
    node.mark = 0;
    sketch.add(node.hash(), seen);
    return true;
  }

  private void move(Node<K, V> node, NodeList<K, V> from, NodeList<K, V> to) {
    from.remove(node);
    to.addNewest(node);
  }

  @Override
  void evictOne() {
    var newcomer = trial.newest();
    var victim = victim();
    if (newcomer != null && victim != null && newcomer.list == trial && newcomer != victim) {
      settle(newcomer);
      victim = isBetter(newcomer, victim) ? victim : newcomer;
    }
    drop(victim == null ? window.oldest() : victim);
  }

  private void drop(@Nullable Node<K, V> node) {
    if (node != null && node.list != null) {
      node.list.remove(node);
      evict(node);
    }
  }

  private boolean isBetter(Node<K, V> newcomer, Node<K, V> victim) {
    var count = sketch.count(newcomer.hash());
    return count - 1 > sketch.count(victim.hash()) || (count > WARM && isLucky());
  }

  private boolean isLucky() {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return (random & (LUCKY_ONE_OF - 1)) == 0;
  }

  /** The oldest that nobody used since it was looked at last; none where all are in the window. */
  private @Nullable Node<K, V> victim() {
    for (var node = trial.oldest(); node != null; node = trial.oldest()) {
      if (!settle(node)) {
        return node;
      }
      move(node, trial, proven);
      shrinkProven();
    }
    return oldestUnused();
  }

  private void shrinkProven() {
    while (proven.weight() > provenMax) {
      var node = oldestUnused();
      if (node == null) {
        return;
      }
      move(node, proven, trial);
    }
  }

  /** Of those that are proven. */
  private @Nullable Node<K, V> oldestUnused() {
    var node = proven.oldest();
    while (node != null && settle(node)) {
      proven.moveToNewest(node);
      node = proven.oldest();
    }
    return node;
  }
}
