package dev.whiteboard.chat.websocket;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages one by one, none with the memory of another (RFC 7692, no context takeover).
 *
 * <p>A compressor takes about 256 KB outside the heap. With a context for each connection that is
 * what each connection costs; so there is one for each event loop, made when it is first needed.
 */
final class Deflating {
  /** What a flush ends with; the peer puts it back (RFC 7692, section 7.2.1). */
  static final int TAIL_BYTES = 4;

  /** What a block that can't be compressed takes more, with the flush: zlib's own bound. */
  private static final int OVERHEAD_BYTES = 64;

  private @Nullable Deflater deflater;

  /** The payload of a compressed message. */
  byte[] deflate(byte[] payload) {
    if (deflater == null) {
      deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    }
    deflater.reset();
    deflater.setInput(payload);
    var room = new byte[payload.length + (payload.length >>> 8) + OVERHEAD_BYTES];
    var count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(room, count - TAIL_BYTES);
  }
}
