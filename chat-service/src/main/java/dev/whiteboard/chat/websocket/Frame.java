package dev.whiteboard.chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A frame to be sent, header and all, encoded once and shared by all sockets that it goes to.
 *
 * <p>It lies outside the heap, so whoever makes one releases it: {@link Socket#send} takes a share
 * of its own. Retain it before handing it to another thread. Compressed, where a socket asks for
 * that, it is once as well, by the first socket that does.
 */
public final class Frame extends AbstractReferenceCounted {
  private static final int LENGTH_BYTES_MAX = Long.BYTES;

  /** Of code and reason. */
  private static final int REASON_BYTES_MAX = FrameReader.CONTROL_BYTES_MAX - Short.BYTES;

  /** Below it there is nothing to win: an address, a number and a name don't repeat much. */
  private static final int COMPRESSED_BYTES_MIN = 128;

  private final ByteBuf plain;
  private final int payloadBytes;
  private @Nullable ByteBuf compressed;

  private Frame(int opcode, byte[] payload) {
    this.plain = encode(FrameReader.FIN | opcode, payload, payload.length);
    this.payloadBytes = payload.length;
  }

  /** A text message; the bytes are taken to be UTF-8. */
  public static Frame text(byte[] utf8) {
    return new Frame(FrameReader.TEXT, utf8);
  }

  /** A text message. */
  public static Frame text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A message of bytes. */
  public static Frame binary(byte[] bytes) {
    return new Frame(FrameReader.BINARY, bytes);
  }

  /**
   * A ping; the peer's answer comes with the same payload.
   *
   * @throws IllegalArgumentException where the payload is above 125 bytes
   */
  public static Frame ping(byte[] payload) {
    return new Frame(FrameReader.PING, control(payload));
  }

  /** Bytes on the wire, where it is not compressed. */
  public int bytes() {
    return plain.readableBytes();
  }

  @Override
  public Frame retain() {
    super.retain();
    return this;
  }

  @Override
  public ReferenceCounted touch(Object hint) {
    plain.touch(hint);
    return this;
  }

  /** A share of the frame as it goes to a peer without compression; the receiver releases it. */
  ByteBuf plain() {
    return plain.retainedDuplicate();
  }

  /** The same for a peer with compression; plain where there is nothing to win. */
  ByteBuf compressed(Deflating deflating) {
    return payloadBytes < COMPRESSED_BYTES_MIN
        ? plain()
        : compressedOnce(deflating).retainedDuplicate();
  }

  private synchronized ByteBuf compressedOnce(Deflating deflating) {
    if (compressed == null) {
      compressed = compress(deflating);
    }
    return compressed;
  }

  private ByteBuf compress(Deflating deflating) {
    var payload = new byte[payloadBytes];
    plain.getBytes(plain.writerIndex() - payloadBytes, payload);
    var shorter = deflating.deflate(payload);
    return shorter.length >= payloadBytes
        ? plain.retainedDuplicate()
        : encode(
            FrameReader.COMPRESSED | plain.getByte(plain.readerIndex()), shorter, shorter.length);
  }

  @Override
  protected void deallocate() {
    plain.release();
    if (compressed != null) {
      compressed.release();
    }
  }

  /** A pong with the ping's payload. */
  static ByteBuf pong(byte[] payload) {
    return encode(FrameReader.FIN | FrameReader.PONG, payload, payload.length);
  }

  /**
   * A close frame.
   *
   * @param code {@link CloseCodes#NO_CODE} for one without
   * @throws IllegalArgumentException where the code is not a server's to send, or the reason is
   *     above 123 bytes
   */
  static ByteBuf close(int code, String reason) {
    if (code == CloseCodes.NO_CODE) {
      return encode(FrameReader.FIN | FrameReader.CLOSE, new byte[0], 0);
    }
    var text = reason.getBytes(StandardCharsets.UTF_8);
    if (text.length > REASON_BYTES_MAX) {
      throw new IllegalArgumentException("a reason has at most 123 bytes, but is " + reason);
    }
    var payload = Unpooled.buffer(Short.BYTES + text.length).writeShort(code).writeBytes(text);
    return encode(FrameReader.FIN | FrameReader.CLOSE, payload.array(), payload.readableBytes());
  }

  private static byte[] control(byte[] payload) {
    if (payload.length > FrameReader.CONTROL_BYTES_MAX) {
      throw new IllegalArgumentException("a ping has at most 125 bytes, not " + payload.length);
    }
    return payload;
  }

  /** Outside the heap: from there the kernel takes it without a copy for each socket. */
  private static ByteBuf encode(int head, byte[] payload, int count) {
    var frame = ByteBufAllocator.DEFAULT.directBuffer(Short.BYTES + LENGTH_BYTES_MAX + count);
    frame.writeByte(head);
    if (count < FrameReader.TWO_BYTES_FOLLOW) {
      frame.writeByte(count);
    } else if (count < 1 << Short.SIZE) {
      frame.writeByte(FrameReader.TWO_BYTES_FOLLOW).writeShort(count);
    } else {
      frame.writeByte(FrameReader.EIGHT_BYTES_FOLLOW).writeLong(count);
    }
    return frame.writeBytes(payload, 0, count);
  }
}
