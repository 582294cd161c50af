package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SipHashTest {
  /** Key 00 01 … 0f, input 00 01 … 07: the ninth vector of the reference implementation. */
  @Test
  void hash_referenceVector_isReproduced() {
    var key = new byte[SipHash.KEY_BYTES];
    for (var i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }

    assertThat(SipHash.keyed(key).hash(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
  }

  @Test
  void keyed_wrongLength_isRefused() {
    assertThatThrownBy(() -> SipHash.keyed(new byte[15])).hasMessageContaining("15");
  }

  @Test
  void toString_doesNotShowTheKey() {
    assertThat(new SipHash(123_456, 654_321).toString()).doesNotContain("123456", "654321");
  }
}
