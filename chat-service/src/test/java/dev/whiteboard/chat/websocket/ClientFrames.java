package dev.whiteboard.chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them, right or wrong. */
public final class ClientFrames {
  static final int MASK = 0x37FA213D;

  private ClientFrames() {}

  public static byte[] text(String text) {
    return frame(FrameReader.FIN | FrameReader.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] close(int code) {
    return frame(
        FrameReader.FIN | FrameReader.CLOSE, new byte[] {(byte) (code >>> Byte.SIZE), (byte) code});
  }

  static byte[] frame(int head, byte[] payload) {
    return frame(head, payload, MASK);
  }

  /** A frame; the length in its shortest form. */
  static byte[] frame(int head, byte[] payload, int mask) {
    var length = payload.length;
    var form = length < 126 ? 0 : length < 65_536 ? Short.BYTES : Long.BYTES;
    return frame(head, payload, mask, form);
  }

  /**
   * A frame.
   *
   * @param form how many bytes the length has behind its first: 0, 2 or 8
   */
  static byte[] frame(int head, byte[] payload, int mask, int form) {
    var frame = header(head, payload.length, form, mask);
    var masked = payload.clone();
    for (var i = 0; i < masked.length; i++) {
      masked[i] ^= (byte) (mask >>> (24 - 8 * (i % 4)));
    }
    return bytes(frame.writeBytes(masked));
  }

  /** The header of a frame that has a length of 63 bits, and nothing behind it. */
  static byte[] announced(int head, long length) {
    return bytes(header(head, length, Long.BYTES, MASK));
  }

  static byte[] unmasked(int head, byte[] payload) {
    return bytes(Unpooled.buffer().writeByte(head).writeByte(payload.length).writeBytes(payload));
  }

  static byte[] join(byte[]... parts) {
    return bytes(Unpooled.wrappedBuffer(parts));
  }

  private static ByteBuf header(int head, long length, int form, int mask) {
    var header = Unpooled.buffer().writeByte(head);
    switch (form) {
      case 0 -> header.writeByte(0x80 | (int) length);
      case Short.BYTES -> header.writeByte(0x80 | 126).writeShort((int) length);
      default -> header.writeByte(0x80 | 127).writeLong(length);
    }
    return header.writeInt(mask);
  }

  private static byte[] bytes(ByteBuf buffer) {
    var bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
