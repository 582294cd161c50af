package dev.whiteboard.chat.mls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads what MLS writes (RFC 9420, section 2.1). A length that is longer than what is there ends
 * the reading before anything is made room for.
 */
final class WireReader {
  private final ByteBuffer in;

  WireReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /**
   * A byte.
   *
   * @throws BufferUnderflowException at the end, as all the others
   */
  int uint8() {
    return in.get() & 0xff;
  }

  int uint16() {
    return in.getShort() & 0xffff;
  }

  long uint64() {
    return in.getLong();
  }

  /** Bytes with their length before them, in 1, 2 or 4 bytes of which two bits say how many. */
  byte[] opaque() {
    var length = length();
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private int length() {
    var first = uint8();
    return switch (first >> 6) {
      case 0 -> first;
      case 1 -> (first & 0x3f) << 8 | uint8();
      case 2 -> (first & 0x3f) << 24 | uint8() << 16 | uint16();
      default -> throw new BufferUnderflowException();
    };
  }
}
