package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However the network cuts a stream, the reader tells the same of it. */
final class FrameReaderPropertyTest {
  private static final SocketOptions OPTIONS = SocketOptions.DEFAULT;
  private static final int FRAMES_MAX = 12;
  private static final int CUTS_MAX = 30;

  @Property(tries = 2_000)
  void read_anyFramesCutAnywhere_tellsTheSame(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = frames(random);

    assertThat(Heard.of(OPTIONS, bytes, cuts(random, bytes.length)))
        .isEqualTo(Heard.of(OPTIONS, bytes));
  }

  @Property(tries = 500)
  void read_anyFramesByteByByte_tellsTheSame(@ForAll long seed) {
    var bytes = frames(new Random(seed));
    var each = new int[bytes.length];
    Arrays.setAll(each, i -> i);

    assertThat(Heard.of(OPTIONS, bytes, each)).isEqualTo(Heard.of(OPTIONS, bytes));
  }

  @Property(tries = 5_000)
  void read_anyBytesCutAnywhere_tellsTheSame(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);

    assertThat(Heard.of(OPTIONS, bytes, cuts(random, bytes.length)))
        .isEqualTo(Heard.of(OPTIONS, bytes));
  }

  /** Mostly right, with a wrong bit here and there. */
  private static byte[] frames(Random random) {
    var parts = new byte[1 + random.nextInt(FRAMES_MAX)][];
    var isWithinMessage = false;
    for (var i = 0; i < parts.length; i++) {
      var isLast = random.nextBoolean();
      var isControl = random.nextInt(4) == 0;
      var opcode = isControl ? 9 + random.nextInt(2) : isWithinMessage ? 0 : 1 + random.nextInt(2);
      var head = (isControl || isLast ? FrameReader.FIN : 0) | opcode;
      parts[i] = ClientFrames.frame(head, payload(random, isControl), random.nextInt());
      isWithinMessage = isControl ? isWithinMessage : !isLast;
    }
    var bytes = ClientFrames.join(parts);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] payload(Random random, boolean isControl) {
    var lengthMax = isControl ? 126 : random.nextInt(20) == 0 ? 70_000 : 300;
    var payload = new byte[random.nextInt(lengthMax)];
    for (var i = 0; i < payload.length; i++) {
      payload[i] = (byte) ('a' + random.nextInt(26));
    }
    return payload;
  }

  private static int[] cuts(Random random, int length) {
    return random.ints(random.nextInt(CUTS_MAX), 0, length + 1).sorted().toArray();
  }
}
