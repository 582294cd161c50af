package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Base62Test {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "61, 1, z",
    "62, 2, 10",
    "0, 7, 0000000",
    "3521614606207, 7, zzzzzzz",
    "9223372036854775807, 11, AzL8n0Y58m7",
  })
  void encode_known_isWrittenSo(long number, int digits, String text) {
    assertThat(Base62.encode(number, digits)).isEqualTo(text);
    assertThat(Base62.decode(text)).isEqualTo(number);
  }

  @Property
  void decode_encoded_isTheNumber(@ForAll @LongRange(min = 0) long number) {
    assertThat(Base62.decode(Base62.encode(number, 11))).isEqualTo(number);
  }

  @Property
  void encode_twoNumbers_sortAsTheNumbersDo(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(Integer.signum(Base62.encode(one, 11).compareTo(Base62.encode(other, 11))))
        .isEqualTo(Long.compare(one, other));
  }

  @Test
  void encode_moreDigitsThanThereAreTo_isRefused() {
    assertThatThrownBy(() -> Base62.encode(62, 1)).hasMessageContaining("62");
    assertThatThrownBy(() -> Base62.encode(-1, 7)).hasMessageContaining("-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "ä", "AzL8n0Y58m8", "zzzzzzzzzzz", "000000000000"})
  void decode_notANumber_isRefused(String text) {
    assertThatThrownBy(() -> Base62.decode(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }
}
