package dev.whiteboard.cdn.cache;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An entry: key, value, and its place in a list, in 40 bytes. The lists run through the nodes
 * themselves, so an entry is moved without being looked for.
 *
 * <p>The value is for all threads. Without one the node is over, for good: who puts that key again
 * makes another node. All else is guarded by the cache's lock, but for the {@link #mark}.
 */
final class Node<K, V> extends AtomicReference<@Nullable V> {
  private static final long serialVersionUID = 1;

  final transient K key;

  transient @Nullable Node<K, V> newer;
  transient @Nullable Node<K, V> older;

  /** The list it is in. */
  transient @Nullable NodeList<K, V> list;

  /** As counted in its list; at most {@link Weigher#ENTRY_MAX}. */
  transient int weight;

  /**
   * What the policy remembers: how often it was read since, or when it last moved. Readers write it
   * without a lock; where two do at once one count is lost, and nobody minds.
   */
  transient int mark;

  Node(K key, V value) {
    super(value);
    this.key = key;
  }

  /**
   * One more use, up to a most: a key that is read all the time is soon not written to any more.
   */
  void use(int most) {
    var seen = mark;
    if (seen < most) {
      mark = seen + 1;
    }
  }

  /** Hashes of neighbouring keys differ in few bits: here in all of them. */
  int hash() {
    var hash = key.hashCode() * 0x9E3779B9;
    hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
    return hash ^ (hash >>> 13);
  }
}
