package dev.whiteboard.cdn.cache;

/**
 * The entry that was not used for longest goes first: for any number of threads, and with readers
 * that do not wait for each other. {@link PlainLru} is the same for one thread, to be read first.
 */
public final class LruCache<K, V> extends ConcurrentCache<K, V> {
  /*
   * In a textbook LRU each read moves an entry to the front, so each read is a write, and a lock
   * around it lets one reader through at a time. Here a read is noted, and moved later in a batch by
   * whoever has the lock:
   *
   *   get a, thread 1 ─▸ [a . . .]
   *   get c, thread 2 ─▸ [c b . .] ─ one full, or a write ─▸ newest ─▸ b c a ... ◂─ oldest
   *
   * And most reads are not even noted. An entry that moved to the front not long ago is near the
   * front still: by fewer places than entries have moved since. So one that is surely in the newest
   * eighth stays where it is. With keys by Zipf that is four reads of five.
   *
   * Where it leaves strict LRU: an entry that was just used may stand behind its place, by an eighth
   * of the cache and what waits in the rings; and a read that is overwritten there is lost. Of fewer
   * than 8 entries, and by one thread, it is strict.
   *
   * A read is a look into the map and two loads, or two stores more.
   */

  /** The newest 1 of so many stay where they are. */
  private static final int SETTLED = 8;

  private final NodeList<K, V> list = new NodeList<>();
  private final ReadBuffer<K, V> reads = new ReadBuffer<>();

  /** Entries that came to the front, ever; it may run over. */
  private int moves;

  private int settled;

  /** An empty one. */
  public LruCache(Bounds<K, V> bounds) {
    super(bounds);
  }

  @Override
  void used(Node<K, V> node) {
    var movesSince = moves - node.mark;
    if (Integer.compareUnsigned(movesSince, settled) >= 0 && reads.record(node)) {
      maintain();
    }
  }

  @Override
  void drainUses() {
    reads.drain(this::moveToFront);
  }

  /** It may be gone since it was read, or not be there yet. */
  private void moveToFront(Node<K, V> node) {
    if (node.list != null && Integer.compareUnsigned(moves - node.mark, settled) >= 0) {
      list.moveToNewest(node);
      node.mark = ++moves;
    }
  }

  @Override
  void add(Node<K, V> node) {
    makeRoom(node.weight);
    keep(node, list);
    node.mark = ++moves;
    settled = list.size() / SETTLED;
  }

  @Override
  void evictOne() {
    var oldest = list.oldest();
    if (oldest != null) {
      list.remove(oldest);
      evict(oldest);
    }
  }
}
