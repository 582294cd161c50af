package dev.whiteboard.chat.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames out of its bytes, however they are cut (RFC 6455, section 5). Between two
 * messages it holds nothing but a few numbers.
 *
 * <p>A message that comes in one frame and one piece is copied once, out of the network's buffer
 * into an array of its own size. Otherwise its array grows with what has arrived, never with what
 * was announced: to announce is free.
 */
final class FrameReader {
  /** What was read. */
  interface Events {
    void text(byte[] utf8);

    void binary(byte[] bytes);

    void ping(byte[] payload);

    void pong(byte[] payload);

    /** The peer's close frame; nothing behind it is read. */
    void closed(int code);
  }

  /** Where in a frame the next byte belongs. */
  private enum Stage {
    OPCODE,
    LENGTH,
    MORE_LENGTH,
    MASK,
    PAYLOAD,
    /** The close frame has been read. */
    ENDED
  }

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FIN = 0x80;

  /** RSV1: the message is compressed (RFC 7692, section 6). */
  static final int COMPRESSED = 0x40;

  static final int CONTROL_BYTES_MAX = 125;
  static final int TWO_BYTES_FOLLOW = 126;
  static final int EIGHT_BYTES_FOLLOW = 127;

  /** Frames of a message that bring nothing; each costs us, and makes no progress. */
  static final int EMPTY_FRAMES_MAX = 64;

  private static final int RESERVED = 0x70;
  private static final int OPCODE_BITS = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;

  /** Kept beside the first byte of a frame: its length has eight bytes. */
  private static final int LONG_LENGTH = 0x100;

  private static final byte[] NOTHING = {};

  private final SocketOptions bounds;
  private final Events events;
  private final @Nullable Inflating inflating;

  private Stage stage = Stage.OPCODE;

  /** Of the frame in progress: its first byte, and what of its header or payload is to come. */
  private int head;

  private int headerBytesLeft;
  private int mask;
  private long left;

  /** Of the message in progress, which a control frame may come into; 0 where there is none. */
  private int messageHead;

  private byte[] message = NOTHING;
  private int messageBytes;
  private int utf8;
  private int emptyFrames;

  private byte[] control = NOTHING;
  private int controlBytes;

  /**
   * A reader at the start of a connection.
   *
   * @param inflating null where no compression was negotiated
   */
  FrameReader(SocketOptions bounds, Events events, @Nullable Inflating inflating) {
    this.bounds = bounds;
    this.events = events;
    this.inflating = inflating;
  }

  /**
   * Reads all bytes, and tells of each message and control frame that they complete.
   *
   * @throws FrameException where they break the protocol or a bound; don't call it again
   */
  void read(ByteBuf bytes) {
    while (bytes.isReadable() && stage != Stage.ENDED) {
      if (stage == Stage.PAYLOAD) {
        readPayload(bytes);
      } else {
        readHeader(bytes.readByte() & 0xFF);
      }
    }
    bytes.skipBytes(bytes.readableBytes());
  }

  private void readHeader(int b) {
    switch (stage) {
      case OPCODE -> readOpcode(b);
      case LENGTH -> readLength(b);
      case MORE_LENGTH -> readMoreLength(b);
      case MASK -> readMask(b);
      case PAYLOAD, ENDED -> throw new AssertionError(stage);
    }
  }

  private void readOpcode(int b) {
    var opcode = b & OPCODE_BITS;
    if ((b & RESERVED & ~allowedReserved(opcode)) != 0) {
      throw broken("a reserved bit is set");
    }
    switch (opcode) {
      case CONTINUATION -> require(messageHead != 0, "a continuation of nothing");
      case TEXT, BINARY -> beginMessage(b);
      case CLOSE, PING, PONG -> require((b & FIN) != 0, "a control frame in fragments");
      default -> throw broken("an unknown opcode");
    }
    head = b;
    stage = Stage.LENGTH;
  }

  private int allowedReserved(int opcode) {
    return inflating != null && (opcode == TEXT || opcode == BINARY) ? COMPRESSED : 0;
  }

  private void beginMessage(int b) {
    require(messageHead == 0, "a message within a message");
    messageHead = b;
    messageBytes = 0;
    emptyFrames = 0;
    utf8 = Utf8.BETWEEN;
  }

  private void readLength(int b) {
    require((b & MASKED) != 0, "a frame without a mask");
    left = b & ~MASKED;
    require(!isControl() || left <= CONTROL_BYTES_MAX, "a control frame above 125 bytes");
    if (left < TWO_BYTES_FOLLOW) {
      endLength();
    } else {
      headerBytesLeft = left == TWO_BYTES_FOLLOW ? Short.BYTES : Long.BYTES;
      head |= left == TWO_BYTES_FOLLOW ? 0 : LONG_LENGTH;
      left = 0;
      stage = Stage.MORE_LENGTH;
    }
  }

  private void readMoreLength(int b) {
    left = left << Byte.SIZE | b;
    headerBytesLeft--;
    if (headerBytesLeft == 0) {
      require(left >= 0, "a length with its first bit set");
      require(left >= shortestOfForm(), "a length in a longer form than it needs");
      endLength();
    }
  }

  private int shortestOfForm() {
    return (head & LONG_LENGTH) == 0 ? TWO_BYTES_FOLLOW : 1 << Short.SIZE;
  }

  /** The bounds are held against what is announced: who announces more is cut off at once. */
  private void endLength() {
    if (left > bounds.frameBytesMax()) {
      throw new FrameException(CloseCodes.TOO_BIG, "a frame above the bound");
    }
    if (!isControl() && messageBytes + left > bounds.messageBytesMax()) {
      throw new FrameException(CloseCodes.TOO_BIG, "a message above the bound");
    }
    headerBytesLeft = Integer.BYTES;
    stage = Stage.MASK;
  }

  private void readMask(int b) {
    mask = mask << Byte.SIZE | b;
    headerBytesLeft--;
    if (headerBytesLeft == 0) {
      beginPayload();
    }
  }

  private void beginPayload() {
    stage = Stage.PAYLOAD;
    if (isControl()) {
      control = left == 0 ? NOTHING : new byte[(int) left];
      controlBytes = 0;
    }
    if (left == 0) {
      countEmptyFrame();
      endFrame();
    }
  }

  private void countEmptyFrame() {
    if (!isControl() && ++emptyFrames > EMPTY_FRAMES_MAX) {
      throw new FrameException(CloseCodes.POLICY_VIOLATION, "too many empty frames");
    }
  }

  private void readPayload(ByteBuf bytes) {
    var count = (int) Math.min(left, bytes.readableBytes());
    left -= count;
    if (isControl()) {
      unmask(bytes, control, controlBytes, count);
      controlBytes += count;
    } else {
      readMessage(bytes, count);
    }
    if (left == 0) {
      endFrame();
    }
  }

  private void readMessage(ByteBuf bytes, int count) {
    makeRoom(count);
    unmask(bytes, message, messageBytes, count);
    var end = messageBytes + count;
    if (isPlainText()) {
      utf8 = Utf8.check(utf8, message, messageBytes, end);
      requireText(utf8 != Utf8.BAD);
    }
    messageBytes = end;
  }

  /** Doubles, for as long as more than this frame may come; the last is known to need no more. */
  private void makeRoom(int count) {
    var needed = messageBytes + count;
    if (needed > message.length) {
      var most = (head & FIN) != 0 ? needed + left : bounds.messageBytesMax();
      var size = Math.min(most, Math.max(needed, 2L * message.length));
      message = Arrays.copyOf(message, (int) size);
    }
  }

  private void unmask(ByteBuf bytes, byte[] to, int at, int count) {
    bytes.readBytes(to, at, count);
    Masks.apply(mask, to, at, at + count);
    mask = Integer.rotateLeft(mask, (count & 3) * Byte.SIZE);
  }

  private void endFrame() {
    stage = Stage.OPCODE;
    if (isControl()) {
      endControl();
    } else if ((head & FIN) != 0) {
      endMessage();
    }
  }

  private void endMessage() {
    requireText(!isPlainText() || utf8 == Utf8.BETWEEN);
    var begun = messageHead;
    var whole = message.length == messageBytes ? message : Arrays.copyOf(message, messageBytes);
    messageHead = 0;
    message = NOTHING;
    if ((begun & COMPRESSED) != 0 && inflating != null) {
      whole = inflating.inflate(whole, bounds.messageBytesMax());
      requireText((begun & OPCODE_BITS) != TEXT || Utf8.isValid(whole, 0, whole.length));
    }
    if ((begun & OPCODE_BITS) == TEXT) {
      events.text(whole);
    } else {
      events.binary(whole);
    }
  }

  private void endControl() {
    var payload = control;
    control = NOTHING;
    switch (head & OPCODE_BITS) {
      case PING -> events.ping(payload);
      case PONG -> events.pong(payload);
      default -> endClose(payload);
    }
  }

  private void endClose(byte[] payload) {
    require(payload.length != 1, "a close frame with half a code");
    var code = payload.length == 0 ? CloseCodes.NO_CODE : codeOf(payload);
    require(payload.length == 0 || CloseCodes.isForFrames(code), "a close code of nobody's");
    requireText(payload.length == 0 || Utf8.isValid(payload, Short.BYTES, payload.length));
    stage = Stage.ENDED;
    events.closed(code);
  }

  private static int codeOf(byte[] payload) {
    return (payload[0] & 0xFF) << Byte.SIZE | (payload[1] & 0xFF);
  }

  private boolean isControl() {
    return (head & CONTROL) != 0;
  }

  /** A compressed text can be checked only after it was inflated. */
  private boolean isPlainText() {
    return (messageHead & (OPCODE_BITS | COMPRESSED)) == TEXT;
  }

  private static void require(boolean kept, String otherwise) {
    if (!kept) {
      throw broken(otherwise);
    }
  }

  private static void requireText(boolean valid) {
    if (!valid) {
      throw new FrameException(CloseCodes.INVALID_PAYLOAD, "a text that is no UTF-8");
    }
  }

  private static FrameException broken(String reason) {
    return new FrameException(CloseCodes.PROTOCOL_ERROR, reason);
  }
}
