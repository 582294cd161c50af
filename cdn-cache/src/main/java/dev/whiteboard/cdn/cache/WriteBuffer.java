package dev.whiteboard.cdn.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were written to and must be looked at: a ring, for many who offer and one who polls.
 *
 * <p>Who offers claims a place first and fills it then. So the one who polls may find the next
 * place claimed and empty; it stops there, and the one who fills it will come and look.
 */
final class WriteBuffer<K, V> {
  /** A power of two. More than a batch ever needs, unless the thread that drains is held up. */
  private static final int NODES_MAX = 256;

  private final AtomicReferenceArray<@Nullable Node<K, V>> ring =
      new AtomicReferenceArray<>(NODES_MAX);
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong polled = new AtomicLong();

  /** False where it is full. */
  boolean offer(Node<K, V> node) {
    while (true) {
      var place = claimed.get();
      if (place - polled.get() >= NODES_MAX) {
        return false;
      }
      if (claimed.compareAndSet(place, place + 1)) {
        ring.set(slot(place), node);
        return true;
      }
    }
  }

  /** The next that is there. For who has the lock. */
  @Nullable Node<K, V> poll() {
    var place = polled.get();
    var node = ring.get(slot(place));
    if (node != null) {
      ring.set(slot(place), null);
      polled.set(place + 1);
    }
    return node;
  }

  /** Whether there is none to poll. */
  boolean isEmpty() {
    return ring.get(slot(polled.get())) == null;
  }

  private static int slot(long place) {
    return (int) place & (NODES_MAX - 1);
  }
}
