package dev.whiteboard.cdn.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of a response that is kept, whole. Immutable: whoever reads takes duplicates.
 *
 * @param chunks in order, read-only
 * @param bytes all together
 */
public record Body(List<ByteBuffer> chunks, long bytes) {
  /** No bytes. */
  public static final Body EMPTY = new Body(List.of(), 0);

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
    var parts = new ArrayList<ByteBuffer>(chunks.size());
    var skip = from;
    var left = length;
    for (var chunk : chunks) {
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
