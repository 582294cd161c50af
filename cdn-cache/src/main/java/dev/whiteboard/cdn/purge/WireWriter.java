package dev.whiteboard.cdn.purge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** Bytes that grow up to a bound. Big-endian. */
final class WireWriter {
  private static final int FIRST_BYTES = 256;
  private static final int TEXT_BYTES_MAX = 0xFFFF;

  private final int bytesMax;
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES);

  /** Refuses, with an {@link IllegalArgumentException}, to hold more than this. */
  WireWriter(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  void number1(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  void number2(int value) {
    room(Short.BYTES).putShort((short) value);
  }

  void number8(long value) {
    room(Long.BYTES).putLong(value);
  }

  void text(String text) {
    var bytes = text.getBytes(UTF_8);
    if (bytes.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
    }
    number2(bytes.length);
    room(bytes.length).put(bytes);
  }

  void texts(Collection<String> texts) {
    number2(texts.size());
    texts.forEach(this::text);
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    var needed = buffer.position() + bytes;
    if (needed > bytesMax) {
      throw new IllegalArgumentException("more than " + bytesMax + " bytes");
    }
    if (needed > buffer.capacity()) {
      var bigger = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity()));
      buffer = bigger.put(buffer.flip());
    }
    return buffer;
  }
}
