package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Where bytes are read into, by all connections of a thread in turn. */
final class Scratch {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  /** With room for so many bytes. */
  Scratch(int size) {
    bytes = new byte[size];
    buffer = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads what is there.
   *
   * @param begun what was read before, and goes in front
   * @return whether there will be more at some time
   */
  boolean read(ReadableByteChannel channel, byte[] begun) throws IOException {
    buffer.clear().put(begun);
    return channel.read(buffer) >= 0;
  }

  /** All bytes; as far as {@link #end} they are good. */
  byte[] bytes() {
    return bytes;
  }

  int end() {
    return buffer.position();
  }

  /** What begins there. */
  byte[] from(int at) {
    return Arrays.copyOfRange(bytes, at, end());
  }

  int byteAt(int at) {
    return bytes[at];
  }

  int shortAt(int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  int longAt(int at) {
    return Math.toIntExact(buffer.getLong(at));
  }
}
