package dev.whiteboard.chat.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The mask of RFC 6455, section 5.3: each byte is xored with one of four in turn. */
public final class Masks {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int TOP_BYTE = Integer.SIZE - Byte.SIZE;

  private Masks() {}

  /**
   * Puts the mask on, or takes it off, which is the same; eight bytes at once where there are.
   *
   * @param mask its first byte on top, which is for the byte at {@code from}
   */
  public static void apply(int mask, byte[] bytes, int from, int to) {
    var twice = (long) mask << Integer.SIZE | (mask & 0xFFFF_FFFFL);
    var at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      EIGHT_BYTES.set(bytes, at, (long) EIGHT_BYTES.get(bytes, at) ^ twice);
    }
    for (var turning = mask; at < to; at++) {
      bytes[at] ^= (byte) (turning >>> TOP_BYTE);
      turning = Integer.rotateLeft(turning, Byte.SIZE);
    }
  }
}
