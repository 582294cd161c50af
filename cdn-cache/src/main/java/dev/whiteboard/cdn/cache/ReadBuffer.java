package dev.whiteboard.cdn.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were read, until somebody has time to move them: small rings, one for each few
 * threads. It forgets: what is not drained in time is overwritten.
 *
 * <p>To record is two stores and no compare-and-set, so threads never wait and never try again. Two
 * that share a ring may overwrite each other. One read lost of many changes little in the order,
 * and it is the entries read often that lose any.
 */
final class ReadBuffer<K, V> {
  /** Rings; a power of two. Threads of a pool have ids in a row, so each gets another. */
  private static final int RINGS = 16;

  /** Reads in a ring; a power of two. What is drained under one taking of the lock. */
  private static final int READS_MAX = 64;

  private final Ring<K, V>[] rings;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ReadBuffer() {
    rings = new Ring[RINGS];
    for (var i = 0; i < RINGS; i++) {
      rings[i] = new Ring<>();
    }
  }

  /** Remembers a read. True where the thread's ring is full, and should be drained. */
  boolean record(Node<K, V> node) {
    return rings[(int) Thread.currentThread().threadId() & (RINGS - 1)].record(node);
  }

  /** Hands out what is there, of each ring the oldest first. For who has the lock. */
  void drain(Consumer<Node<K, V>> action) {
    for (var ring : rings) {
      ring.drain(action);
    }
  }

  private static final class Ring<K, V> {
    private final AtomicReferenceArray<@Nullable Node<K, V>> reads =
        new AtomicReferenceArray<>(READS_MAX);

    /** Not exact where threads share the ring. */
    private long next;

    private long drained;

    boolean record(Node<K, V> node) {
      var place = next;
      next = place + 1;
      var slot = (int) place & (READS_MAX - 1);
      reads.lazySet(slot, node);
      return slot == READS_MAX - 1;
    }

    /** Of threads that share the ring one may set its end back; what is behind it is forgotten. */
    void drain(Consumer<Node<K, V>> action) {
      var end = next;
      for (var place = Math.max(drained, end - READS_MAX); place < end; place++) {
        var slot = (int) place & (READS_MAX - 1);
        var node = reads.getAcquire(slot);
        if (node != null) {
          reads.setPlain(slot, null);
          action.accept(node);
        }
      }
      drained = end;
    }
  }
}
