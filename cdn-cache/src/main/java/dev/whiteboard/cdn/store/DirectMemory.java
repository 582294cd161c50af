package dev.whiteboard.cdn.store;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside of the heap, up to a bound, for bodies that are asked for again. Who asks for more
 * than there is gets none, and never waits. For any thread.
 */
public final class DirectMemory {
  /*
   * A socket takes bytes from outside of the heap alone: what lies on the heap is copied for each
   * answer. Yet not all that is kept lies here. To allocate takes longer than such a copy, and most
   * objects are never asked for again; those that are move with their first hit.
   *
   * Nobody counts who reads, to give memory back with the last of them. Vert.x does not tell when
   * it is done with a buffer: over HTTP/2 a write counts as over when its stream is reset, and its
   * frames still wait for the socket. A count that is off by one writes another's bytes to a client.
   * So the collector says when the last view is gone: nothing is given back too early, and nothing
   * is lost. The price: what is evicted counts until the collector comes by. Meanwhile bodies stay
   * on the heap, where there is room for all that is kept, and are copied; that fills the heap, and
   * brings the collector.
   *
   * The bound is below the JVM's own, which is as large as the heap unless told otherwise: at that
   * one the JVM holds up who asks until the collector ran, which an event loop must not wait for,
   * and then throws.
   */

  /** Shorter bodies stay: their copy is little beside the rest of an answer. */
  static final int BODY_BYTES_MIN = 16 << 10;

  /** The largest piece: writes of a long body go piece by piece, at the pace of the client. */
  static final int PIECE_BYTES_MAX = 256 << 10;

  /** The part of the heap that as much is taken of outside; the rest is for buffers of sockets. */
  private static final int HEAP_PART = 4;

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong bytes = new AtomicLong();
  private volatile long bytesMax;

  /** So many bytes at most. */
  public DirectMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** As much as a quarter of the largest heap. */
  public static DirectMemory besideHeap() {
    return new DirectMemory(Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  /** Bytes that are taken, with those of bodies that are gone and not collected yet. */
  public long bytes() {
    return bytes.get();
  }

  /** The same bytes here; empty where they don't fit. */
  Optional<List<ByteBuffer>> copyOf(Body body) {
    if (!take(body.bytes())) {
      return Optional.empty();
    }
    var pieces = new ArrayList<ByteBuffer>();
    var from = 0L;
    try {
      while (from < body.bytes()) {
        var piece = allocate((int) Math.min(body.bytes() - from, PIECE_BYTES_MAX));
        body.part(from, piece.capacity()).forEach(piece::put);
        pieces.add(piece.flip().asReadOnlyBuffer());
        from += piece.capacity();
      }
      return Optional.of(List.copyOf(pieces));
    } catch (OutOfMemoryError e) {
      bytesMax = bytes.addAndGet(from - body.bytes()); // the JVM has no more than that
      return Optional.empty();
    }
  }

  private boolean take(long more) {
    var max = bytesMax;
    var before = bytes.getAndUpdate(taken -> taken + more <= max ? taken + more : taken);
    return before + more <= max;
  }

  /** Its views keep it alive. */
  private ByteBuffer allocate(int length) {
    var piece = ByteBuffer.allocateDirect(length);
    var taken = bytes;
    CLEANER.register(piece, () -> taken.addAndGet(-length));
    return piece;
  }
}
