package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CleanCodesTest {
  private static final BlockedWords BLOCKED = BlockedWords.load();

  @ParameterizedTest
  @ValueSource(strings = {"xxSHiTx", "5h1t000", "00pUtA0", "s-h_i-t", "aShIte1", "c0CKabc"})
  void isIn_blockedInAnySpelling_isTrue(String code) {
    assertThat(BLOCKED.isIn(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefg", "n3Xk0aQ", "Zk9Lm2P"})
  void isIn_harmless_isFalse(String code) {
    assertThat(BLOCKED.isIn(code)).isFalse();
  }

  @Test
  void code_blockedOrReserved_isPassedOver() {
    Iterator<String> codes = List.of("5h1t000", "metrics", "n3Xk0aQ").iterator();

    assertThat(new CleanCodes((_, _) -> codes.next(), BLOCKED).code("", 0)).isEqualTo("n3Xk0aQ");
  }

  @Test
  void code_nothingButBlocked_isRefused() {
    var codes = new CleanCodes((_, _) -> "5h1t000", BLOCKED);

    assertThatThrownBy(() -> codes.code("", 0)).hasMessageContaining("blocked");
  }

  /** Few enough that a counter loses next to nothing by it. */
  @Test
  void isIn_randomCodes_fewerThanOneInAHundred() {
    var random = new SplittableRandom(1);
    var blocked = 0;
    for (var i = 0; i < 100_000; i++) {
      blocked += BLOCKED.isIn(Base62.encode(random.nextLong(CodePermutation.SIZE), 7)) ? 1 : 0;
    }

    assertThat(blocked).isBetween(1, 1_000);
  }
}
