package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AliasTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "A-_9", "0123456789abcdefghijklmnopqrstuv"})
  void isWellFormed_allowed_isTrue(String alias) {
    assertThat(Alias.isWellFormed(alias)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "0123456789abcdefghijklmnopqrstuvw",
        "a b c",
        "a/b",
        "äöü",
        "abc+",
        "a.b",
        "%61bc",
        "a\u0000b",
        "аbc"
      })
  void isWellFormed_anythingElse_isFalse(String alias) {
    assertThat(Alias.isWellFormed(alias)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "API", "health", "Metrics", "assets"})
  void isReserved_ours_isTrueInAnyCase(String alias) {
    assertThat(Alias.isReserved(alias)).isTrue();
  }
}
