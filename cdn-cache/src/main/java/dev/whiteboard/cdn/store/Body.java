package dev.whiteboard.cdn.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The bytes of a response that is kept, whole. They never change, but may move out of the heap,
 * once. Whoever reads takes views, which stay good wherever it moves and whoever lets it go. For
 * any thread.
 */
public final class Body {
  /** No bytes. */
  public static final Body EMPTY = new Body(List.of(), 0);

  private final long bytes;
  private final AtomicBoolean moved = new AtomicBoolean();
  private volatile List<ByteBuffer> chunks;

  /**
   * A body of bytes that nobody writes to any more.
   *
   * @param chunks in order, read-only
   * @param bytes all together
   */
  public Body(List<ByteBuffer> chunks, long bytes) {
    this.chunks = List.copyOf(chunks);
    this.bytes = bytes;
  }

  /** How many there are. */
  public long bytes() {
    return bytes;
  }

  List<ByteBuffer> chunks() {
    return chunks;
  }

  /**
   * Moves it out of the heap, so that each answer from now on saves a copy: where it is long enough
   * and there is room. Else it stays.
   */
  public void moveTo(DirectMemory memory) {
    if (bytes >= DirectMemory.BODY_BYTES_MIN && !moved.get() && moved.compareAndSet(false, true)) {
      memory.copyOf(this).ifPresentOrElse(there -> chunks = there, () -> moved.set(false));
    }
  }

  /** All of it, as buffers of the caller's own. */
  public List<ByteBuffer> all() {
    return part(0, bytes);
  }

  /**
   * A part of it, as buffers of the caller's own; nothing is copied.
   *
   * @throws IndexOutOfBoundsException where it has no such part
   */
  public List<ByteBuffer> part(long from, long length) {
    Objects.checkFromIndexSize(from, length, bytes);
    var now = chunks;
    var parts = new ArrayList<ByteBuffer>(now.size());
    var skip = from;
    var left = length;
    for (var chunk : now) {
      var size = chunk.remaining();
      var taken = (int) Math.min(Math.max(0, size - skip), left);
      if (taken > 0) {
        parts.add(chunk.slice(chunk.position() + (int) skip, taken));
        left -= taken;
      }
      skip = Math.max(0, skip - size);
    }
    return parts;
  }
}
