package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class MasksPropertyTest {
  @Property
  void apply_anyBytes_isWhatTheRfcSays(
      @ForAll byte[] payload, @ForAll int mask, @ForAll @IntRange(max = 9) int from) {
    var start = Math.min(from, payload.length);
    var expected = payload.clone();
    for (var i = start; i < payload.length; i++) {
      expected[i] ^= (byte) (mask >>> (24 - 8 * ((i - start) % 4)));
    }
    var masked = payload.clone();

    Masks.apply(mask, masked, start, masked.length);

    assertThat(masked).isEqualTo(expected);
  }
}
