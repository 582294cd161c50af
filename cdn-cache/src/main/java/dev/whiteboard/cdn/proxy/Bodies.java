package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CachingRules.Combined.Slice;
import dev.whiteboard.cdn.store.Body;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bodies that are kept, out of network buffers and into them, without copying where it pays. */
final class Bodies {
  /** Below it many small chunks become one: each costs more than its bytes. */
  private static final int CHUNK_BYTES_WORTH = 8 << 10;

  /** The largest array that small chunks are gathered in: no huge object for the collector. */
  private static final int GATHERED_BYTES_MAX = 256 << 10;

  private Bodies() {}

  /**
   * A body of chunks that nobody writes to any more.
   *
   * @param bytes all together
   */
  static Body of(List<Buffer> chunks, long bytes) {
    if (bytes == 0) {
      return Body.EMPTY;
    }
    var buffers = new ArrayList<ByteBuffer>();
    if (chunks.size() == 1 || bytes / chunks.size() >= CHUNK_BYTES_WORTH) {
      chunks.forEach(chunk -> buffers.add(view(chunk)));
    } else {
      gather(chunks, bytes, buffers);
    }
    return new Body(List.copyOf(buffers), bytes);
  }

  private static void gather(List<Buffer> chunks, long bytes, List<ByteBuffer> gathered) {
    var left = bytes;
    var room = ByteBuffer.allocate((int) Math.min(left, GATHERED_BYTES_MAX));
    for (var chunk : chunks) {
      var from = view(chunk).duplicate();
      while (from.hasRemaining()) {
        if (!room.hasRemaining()) {
          gathered.add(room.flip().asReadOnlyBuffer());
          room = ByteBuffer.allocate((int) Math.min(left, GATHERED_BYTES_MAX));
        }
        var count = Math.min(from.remaining(), room.remaining());
        room.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        left -= count;
      }
    }
    gathered.add(room.flip().asReadOnlyBuffer());
  }

  private static ByteBuffer view(Buffer chunk) {
    return ((BufferInternal) chunk).getByteBuf().nioBuffer().asReadOnlyBuffer();
  }

  /** A part of a body as buffers to be written: each its own view of the same bytes. */
  static void addPart(Body body, long from, long bytes, List<Buffer> buffers) {
    for (var part : body.part(from, bytes)) {
      buffers.add(BufferInternal.buffer(Unpooled.wrappedBuffer(part)));
    }
  }

  /** One body of parts of two. */
  static Body combined(List<Slice> slices, Body kept, Body came) {
    var chunks = new ArrayList<ByteBuffer>();
    var bytes = 0L;
    for (var slice : slices) {
      var from = slice.ofKept() ? kept : came;
      chunks.addAll(from.part(slice.from(), slice.bytes()));
      bytes += slice.bytes();
    }
    return new Body(List.copyOf(chunks), bytes);
  }
}
