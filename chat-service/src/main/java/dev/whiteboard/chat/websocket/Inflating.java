package dev.whiteboard.chat.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates messages one by one (RFC 7692, no context takeover), and stops at the bound: a kilobyte
 * on the wire can be a megabyte inflated. One for each event loop.
 */
final class Inflating {
  /** An empty block, which the peer cut off (RFC 7692, section 7.2.2). */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private static final int FIRST_ROOM_BYTES = 1_024;

  private @Nullable Inflater inflater;

  /**
   * The message.
   *
   * @throws FrameException where it is no deflate stream, or larger than the bound
   */
  byte[] inflate(byte[] payload, int bytesMax) {
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    inflater.reset();
    var input = Arrays.copyOf(payload, payload.length + TAIL.length);
    System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
    inflater.setInput(input);
    try {
      return inflate(inflater, bytesMax);
    } catch (DataFormatException e) {
      throw new FrameException(CloseCodes.INVALID_PAYLOAD, "a message that does not inflate");
    }
  }

  /** A full array may have more behind it: room for a byte beyond the bound tells. */
  private static byte[] inflate(Inflater inflater, int bytesMax) throws DataFormatException {
    var room = new byte[Math.min(FIRST_ROOM_BYTES, bytesMax + 1)];
    var count = inflater.inflate(room);
    while (count == room.length) {
      if (count > bytesMax) {
        throw new FrameException(CloseCodes.TOO_BIG, "a message above the bound");
      }
      room = Arrays.copyOf(room, (int) Math.min(2L * room.length, bytesMax + 1L));
      count += inflater.inflate(room, count, room.length - count);
    }
    return Arrays.copyOf(room, count);
  }
}
