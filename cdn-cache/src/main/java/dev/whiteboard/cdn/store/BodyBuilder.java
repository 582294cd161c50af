package dev.whiteboard.cdn.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers a body as it comes, up to a bound. It copies: what it is given may be a network buffer
 * that is used again. Not for two threads.
 */
public final class BodyBuilder {
  /*
   * A length that is known makes one chunk at a time of just what is left, up to CHUNK_BYTES_MAX;
   * one that is not, chunks that double. The last is cut to size, so that a store that counts bytes
   * counts what is there.
   *
   * On the heap: most bodies are never asked for again. One that is moves out of it: DirectMemory.
   */

  /** The largest chunk; below half a heap region, so that it is no object of its own. */
  static final int CHUNK_BYTES_MAX = 256 * 1_024;

  /** The first chunk where the length is not known. */
  static final int CHUNK_BYTES_MIN = 4 * 1_024;

  /** Says that the length is not known. */
  public static final long UNKNOWN = -1;

  private final long bytesMax;
  private final long expected;
  private final List<ByteBuffer> full = new ArrayList<>(1);
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long bytes;

  /**
   * A builder.
   *
   * @param bytesMax the longest body
   * @param expected its length as announced, or {@link #UNKNOWN}
   */
  public BodyBuilder(long bytesMax, long expected) {
    this.bytesMax = bytesMax;
    this.expected = expected;
  }

  /**
   * Copies all that is left in a buffer, whose position stays.
   *
   * @return false where the body is too long: nothing more need be given
   */
  public boolean add(ByteBuffer more) {
    if (bytes + more.remaining() > bytesMax) {
      return false;
    }
    var left = more.duplicate();
    while (left.hasRemaining()) {
      if (!chunk.hasRemaining()) {
        next();
      }
      var length = Math.min(chunk.remaining(), left.remaining());
      chunk.put(left.slice(left.position(), length));
      left.position(left.position() + length);
      bytes += length;
    }
    return true;
  }

  private void next() {
    if (chunk.capacity() > 0) {
      full.add(chunk);
    }
    chunk = ByteBuffer.allocate(nextBytes());
  }

  private int nextBytes() {
    var unknown = Math.max(CHUNK_BYTES_MIN, 2L * chunk.capacity());
    var wanted = expected > bytes ? expected - bytes : unknown;
    return (int) Math.min(Math.min(wanted, bytesMax - bytes), CHUNK_BYTES_MAX);
  }

  /** Bytes so far. */
  public long bytes() {
    return bytes;
  }

  /** The body; nothing may be added after it. */
  public Body build() {
    if (bytes == 0) {
      return Body.EMPTY;
    }
    var chunks = new ArrayList<ByteBuffer>(full.size() + 1);
    full.forEach(one -> chunks.add(one.flip().asReadOnlyBuffer()));
    chunks.add(exact(chunk.flip()).asReadOnlyBuffer());
    return new Body(List.copyOf(chunks), bytes);
  }

  private static ByteBuffer exact(ByteBuffer last) {
    return last.remaining() == last.capacity()
        ? last
        : ByteBuffer.allocate(last.remaining()).put(last).flip();
  }
}
