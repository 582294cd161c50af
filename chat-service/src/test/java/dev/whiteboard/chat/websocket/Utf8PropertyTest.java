package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** The JDK's decoder, told to report, says the same of all bytes; it says so later, at times. */
final class Utf8PropertyTest {
  private static final int BYTES_MAX = 12;

  /** One of these completes a character, if anything does. */
  private static final byte[] CONTINUATIONS = {(byte) 0x80, (byte) 0x90, (byte) 0xA0};

  /** Bytes where the rules change. */
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Property(tries = 3_000)
  void check_anyBytes_failsAtTheFirstThatNothingCanFollow(@ForAll long seed) {
    var bytes = nearlyUtf8(new Random(seed));
    var state = Utf8.BETWEEN;
    for (var i = 0; i < bytes.length; i++) {
      state = Utf8.check(state, bytes, i, i + 1);

      assertThat(state == Utf8.BAD).as("byte %d", i).isEqualTo(!canEndWell(bytes, i + 1, 3));
    }
    assertThat(state == Utf8.BETWEEN).isEqualTo(isUtf8(bytes, bytes.length));
    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(state == Utf8.BETWEEN);
  }

  @Property(tries = 2_000)
  void check_anyTextCutAnywhere_isFine(
      @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = '\uD7FF') String text,
      @ForAll long seed) {
    var bytes = (text + new String(Character.toChars(0x1F600))).getBytes(StandardCharsets.UTF_8);
    var cut = new Random(seed).nextInt(bytes.length + 1);

    var half = Utf8.check(Utf8.BETWEEN, bytes, 0, cut);

    assertThat(half).isNotEqualTo(Utf8.BAD);
    assertThat(Utf8.check(half, bytes, cut, bytes.length)).isEqualTo(Utf8.BETWEEN);
  }

  @Property(tries = 2_000)
  void check_longAsciiWithOneOtherByte_isBad(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = "plain letters, nothing but plain letters".getBytes(StandardCharsets.US_ASCII);
    bytes[random.nextInt(bytes.length - 1)] = (byte) (0x80 | random.nextInt(0x80));

    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
  }

  /** Of edges and letters at random: sequences that are right are common enough. */
  private static byte[] nearlyUtf8(Random random) {
    var bytes = new byte[1 + random.nextInt(BYTES_MAX)];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              (random.nextInt(3) == 0
                  ? 0x80 | random.nextInt(0x40)
                  : EDGES[random.nextInt(EDGES.length)]);
    }
    if (random.nextBoolean()) {
      var point = 0x80 + random.nextInt(0x10_FF80);
      var character = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(character, 0, bytes, 0, Math.min(character.length, bytes.length));
    }
    return bytes;
  }

  private static boolean canEndWell(byte[] bytes, int to, int bytesMore) {
    if (isUtf8(bytes, to)) {
      return true;
    }
    var longer = Arrays.copyOf(bytes, to + 1);
    for (var i = 0; bytesMore > 0 && i < CONTINUATIONS.length; i++) {
      longer[to] = CONTINUATIONS[i];
      if (canEndWell(longer, to + 1, bytesMore - 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUtf8(byte[] bytes, int to) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      decoder.decode(ByteBuffer.wrap(bytes, 0, to));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
