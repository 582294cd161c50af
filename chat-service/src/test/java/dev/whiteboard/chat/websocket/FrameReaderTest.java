package dev.whiteboard.chat.websocket;

import static dev.whiteboard.chat.websocket.ClientFrames.announced;
import static dev.whiteboard.chat.websocket.ClientFrames.close;
import static dev.whiteboard.chat.websocket.ClientFrames.frame;
import static dev.whiteboard.chat.websocket.ClientFrames.join;
import static dev.whiteboard.chat.websocket.ClientFrames.text;
import static dev.whiteboard.chat.websocket.ClientFrames.unmasked;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private static final int FIN = FrameReader.FIN;
  private static final int TEXT = FrameReader.TEXT;
  private static final byte[] NOTHING = {};
  private static final int MESSAGE_BYTES_MAX = 1_000;
  private static final int FRAME_BYTES_MAX = 600;

  private static final SocketOptions OPTIONS =
      new SocketOptions(
          MESSAGE_BYTES_MAX,
          FRAME_BYTES_MAX,
          SocketOptions.DEFAULT.queuedBytesMax(),
          SocketOptions.DEFAULT.closeDeadline(),
          SocketOptions.DEFAULT.origins(),
          SocketOptions.DEFAULT.subprotocols(),
          false);

  @Test
  void read_exampleOfTheRfc_isHello() {
    byte[] bytes = {
      (byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
    };

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("text Hello");
  }

  @Test
  void read_fragmentsWithAPingBetween_tellsThePingFirst() {
    var bytes =
        join(
            frame(TEXT, utf8("one ")),
            frame(FIN | FrameReader.PING, new byte[] {7}),
            frame(FrameReader.CONTINUATION, utf8("two ")),
            frame(FIN, utf8("three")));

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("ping 07", "text one two three");
  }

  @Test
  void read_characterCutBetweenFragments_isWhole() {
    var euro = utf8("€");
    var bytes =
        join(frame(TEXT, Arrays.copyOf(euro, 1)), frame(FIN, Arrays.copyOfRange(euro, 1, 3)));

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("text €");
  }

  @Test
  void read_textThatEndsWithinACharacter_is1007() {
    var bytes = frame(FIN | TEXT, Arrays.copyOf(utf8("€"), 2));

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("broken 1007");
  }

  @Test
  void read_badByteInAFrameThatIsNotWhole_is1007AtOnce() {
    var whole = frame(FIN | TEXT, join(utf8("abc"), new byte[] {(byte) 0xFF}, utf8("never comes")));
    var bytes = Arrays.copyOf(whole, whole.length - "never comes".length());

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("broken 1007");
  }

  @Test
  void read_binary_mayBeAnything() {
    var bytes = frame(FIN | FrameReader.BINARY, new byte[] {(byte) 0xFF, 0});

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("binary ff00");
  }

  @Test
  void read_noMask_is1002() {
    assertThat(Heard.of(OPTIONS, unmasked(FIN | TEXT, utf8("hi")))).containsExactly("broken 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x10, 0x20, 0x40, 0x70})
  void read_reservedBit_is1002(int bit) {
    assertThat(Heard.of(OPTIONS, frame(FIN | bit | TEXT, utf8("hi"))))
        .containsExactly("broken 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void read_unknownOpcode_is1002(int opcode) {
    assertThat(Heard.of(OPTIONS, frame(FIN | opcode, NOTHING))).containsExactly("broken 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {FrameReader.CLOSE, FrameReader.PING, FrameReader.PONG})
  void read_controlFrameInFragmentsOrTooLong_is1002(int opcode) {
    assertThat(Heard.of(OPTIONS, frame(opcode, NOTHING))).containsExactly("broken 1002");
    assertThat(Heard.of(OPTIONS, frame(FIN | opcode, new byte[126])))
        .containsExactly("broken 1002");
  }

  @Test
  void read_continuationOfNothing_is1002() {
    assertThat(Heard.of(OPTIONS, frame(FIN, utf8("hi")))).containsExactly("broken 1002");
  }

  @Test
  void read_messageWithinAMessage_is1002() {
    assertThat(Heard.of(OPTIONS, join(frame(TEXT, utf8("one")), text("two"))))
        .containsExactly("broken 1002");
  }

  @Test
  void read_lengthInALongerFormThanNeeded_is1002() {
    var mask = ClientFrames.MASK;

    assertThat(Heard.of(OPTIONS, frame(FIN | TEXT, new byte[125], mask, 2)))
        .containsExactly("broken 1002");
    assertThat(Heard.of(OPTIONS, frame(FIN | TEXT, new byte[126], mask, 2))).hasSize(1);
    assertThat(Heard.of(OPTIONS, announced(FIN | TEXT, 65_535))).containsExactly("broken 1002");
    assertThat(Heard.of(OPTIONS, announced(FIN | TEXT, 65_536))).containsExactly("broken 1009");
  }

  @Test
  void read_lengthWithItsFirstBitSet_is1002() {
    assertThat(Heard.of(OPTIONS, announced(FIN | TEXT, Long.MIN_VALUE | 70_000)))
        .containsExactly("broken 1002");
  }

  @Test
  void read_longestLength_is1009AndTakesNoMemory() {
    assertThat(Heard.of(OPTIONS, announced(FIN | TEXT, Long.MAX_VALUE)))
        .containsExactly("broken 1009");
  }

  @Test
  void read_frameAboveTheBound_is1009BeforeItsPayloadComes() {
    assertThat(Heard.of(OPTIONS, frame(FIN | TEXT, new byte[FRAME_BYTES_MAX]))).hasSize(1);
    assertThat(Heard.of(OPTIONS, Arrays.copyOf(frame(FIN | TEXT, new byte[601]), 8)))
        .containsExactly("broken 1009");
  }

  @Test
  void read_fragmentsAboveTheMessageBound_is1009() {
    var half = new byte[MESSAGE_BYTES_MAX / 2];

    assertThat(Heard.of(OPTIONS, join(frame(FrameReader.BINARY, half), frame(FIN, half))))
        .hasSize(1);
    assertThat(
            Heard.of(
                OPTIONS,
                join(frame(FrameReader.BINARY, half), frame(0, half), frame(FIN, new byte[1]))))
        .containsExactly("broken 1009");
  }

  @Test
  void read_endlessEmptyFrames_is1008() {
    var empty = IntStream.range(0, FrameReader.EMPTY_FRAMES_MAX).mapToObj(_ -> frame(0, NOTHING));
    var bytes =
        join(frame(TEXT, NOTHING), join(empty.toArray(byte[][]::new)), frame(FIN, utf8("x")));

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("broken 1008");
  }

  /** Were the array to grow with each frame, this would take 16 GB. */
  @Test
  void read_manySmallFrames_takesNotMuchMoreMemoryThanTheMessage() {
    var parts = new byte[16_384][];
    Arrays.fill(parts, frame(FrameReader.CONTINUATION, new byte[64]));
    parts[0] = frame(FrameReader.BINARY, new byte[64]);
    parts[parts.length - 1] = frame(FIN, new byte[64]);
    var bytes = Unpooled.wrappedBuffer(join(parts));
    var mebibyte = 1024 * 1024;
    var reader = new FrameReader(SocketTest.messages(mebibyte), new Heard(), null);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();

    reader.read(bytes);

    var allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isBetween((long) mebibyte, 32L * mebibyte);
  }

  @Test
  void read_emptyMessages_areMessages() {
    var bytes = join(frame(FIN | TEXT, NOTHING), frame(TEXT, NOTHING), frame(FIN, NOTHING));

    assertThat(Heard.of(OPTIONS, bytes)).containsExactly("text ", "text ");
  }

  @Test
  void read_closeWithoutACode_is1005() {
    assertThat(Heard.of(OPTIONS, frame(FIN | FrameReader.CLOSE, NOTHING)))
        .containsExactly("closed 1005");
  }

  @Test
  void read_closeWithHalfACode_is1002() {
    assertThat(Heard.of(OPTIONS, frame(FIN | FrameReader.CLOSE, new byte[1])))
        .containsExactly("broken 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
  void read_closeCodeOfARegistry_isTold(int code) {
    assertThat(Heard.of(OPTIONS, close(code))).containsExactly("closed " + code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void read_closeCodeOfNobodys_is1002(int code) {
    assertThat(Heard.of(OPTIONS, close(code))).containsExactly("broken 1002");
  }

  @Test
  void read_closeReasonThatIsNoUtf8_is1007() {
    var payload = new byte[] {3, (byte) 0xE8, 'o', (byte) 0xC3};

    assertThat(Heard.of(OPTIONS, frame(FIN | FrameReader.CLOSE, payload)))
        .containsExactly("broken 1007");
  }

  @Test
  void read_bytesBehindAClose_areNotRead() {
    assertThat(Heard.of(OPTIONS, join(close(1000), text("late"), new byte[] {0x7F})))
        .containsExactly("closed 1000");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
