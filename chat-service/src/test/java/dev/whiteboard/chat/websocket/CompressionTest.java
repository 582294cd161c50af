package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CompressionTest {
  private static final int MESSAGE_BYTES_MAX = 100_000;
  private static final int HEAD = FrameReader.FIN | FrameReader.COMPRESSED | FrameReader.TEXT;

  private static final SocketOptions OPTIONS =
      new SocketOptions(
          MESSAGE_BYTES_MAX,
          MESSAGE_BYTES_MAX,
          SocketOptions.DEFAULT.queuedBytesMax(),
          SocketOptions.DEFAULT.closeDeadline(),
          SocketOptions.DEFAULT.origins(),
          SocketOptions.DEFAULT.subprotocols(),
          true);

  private final Deflating deflating = new Deflating();
  private final Inflating inflating = new Inflating();

  @Property(tries = 300)
  void inflate_whatWasDeflated_isTheSame(
      @ForAll long seed,
      @ForAll @IntRange(max = 5_000) int length,
      @ForAll @IntRange(min = 1, max = 256) int letters) {
    var random = new Random(seed);
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(letters);
    }

    assertThat(inflating.inflate(deflating.deflate(bytes), length)).isEqualTo(bytes);
  }

  /** RFC 7692, section 7.2.3.1. */
  @Test
  void read_exampleOfTheRfc_isHello() {
    var payload = ByteBufUtil.decodeHexDump("f248cdc9c90700");

    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, payload))).containsExactly("text Hello");
  }

  /** RFC 7692, section 7.2.3.4: a block that says it is the last. */
  @Test
  void read_lastBlock_isInflated() {
    var payload = ByteBufUtil.decodeHexDump("f348cdc9c9070000");

    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, payload))).containsExactly("text Hello");
  }

  @Test
  void read_fragments_areInflatedTogether() {
    var payload = deflating.deflate("in two parts".getBytes(StandardCharsets.UTF_8));
    var half = payload.length / 2;
    var first = new byte[half];
    System.arraycopy(payload, 0, first, 0, half);
    var second = new byte[payload.length - half];
    System.arraycopy(payload, half, second, 0, second.length);

    assertThat(
            Heard.of(
                OPTIONS,
                ClientFrames.join(
                    ClientFrames.frame(FrameReader.COMPRESSED | FrameReader.TEXT, first),
                    ClientFrames.frame(FrameReader.FIN, second))))
        .containsExactly("text in two parts");
  }

  @Test
  void read_compressedBitOnAContinuation_is1002() {
    assertThat(
            Heard.of(
                OPTIONS,
                ClientFrames.join(
                    ClientFrames.frame(FrameReader.TEXT, new byte[0]),
                    ClientFrames.frame(FrameReader.FIN | FrameReader.COMPRESSED, new byte[0]))))
        .containsExactly("broken 1002");
  }

  @Test
  void read_plainMessageBesideCompressedOnes_isTaken() {
    assertThat(Heard.of(OPTIONS, ClientFrames.text("plain"))).containsExactly("text plain");
  }

  @Test
  void read_bomb_is1009() {
    var bomb = deflating.deflate(new byte[50_000_000]);

    assertThat(bomb).hasSizeLessThan(MESSAGE_BYTES_MAX);
    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, bomb))).containsExactly("broken 1009");
  }

  @Test
  void read_messageOfExactlyTheBound_isTaken() {
    var exact = deflating.deflate(new byte[MESSAGE_BYTES_MAX]);
    var above = deflating.deflate(new byte[MESSAGE_BYTES_MAX + 1]);

    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, exact)))
        .first()
        .asString()
        .startsWith("text ");
    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, above))).containsExactly("broken 1009");
  }

  @Test
  void read_whatDoesNotInflate_is1007() {
    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, new byte[] {7, 7, 7})))
        .containsExactly("broken 1007");
  }

  @Test
  void read_inflatedTextThatIsNoUtf8_is1007() {
    var payload = deflating.deflate(new byte[] {(byte) 0xFF});

    assertThat(Heard.of(OPTIONS, ClientFrames.frame(HEAD, payload))).containsExactly("broken 1007");
  }

  @Test
  void compressed_longText_isMadeOnceAndShared() {
    var frame = Frame.text("again and again ".repeat(100));
    var first = frame.compressed(deflating);
    var second = frame.compressed(new Deflating());

    assertThat(first.memoryAddress()).isEqualTo(second.memoryAddress());
    assertThat(first.readableBytes()).isLessThan(100);
    frame.release();
    for (var share : List.of(first, second)) {
      share.release();
    }
    assertThat(first.refCnt()).isZero();
  }

  @Test
  void compressed_shortOrIncompressible_isPlain() {
    var noise = new byte[5_000];
    new Random(42).nextBytes(noise);

    for (var frame : List.of(Frame.text("short"), Frame.binary(noise))) {
      ByteBuf share = frame.compressed(deflating);
      assertThat(share.getByte(0) & FrameReader.COMPRESSED).isZero();
      share.release();
      frame.release();
      assertThat(share.refCnt()).isZero();
    }
  }
}
