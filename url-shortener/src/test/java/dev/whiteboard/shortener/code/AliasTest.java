package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
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
        "a.b",
        "%61bc",
        "%61pi",
        "robots.txt",
        "favicon.ico",
        "openapi.yaml",
        ".well-known",
        "abc/",
        "abc+",
        "ａｐｉ",
        "a\u0000b",
        "аbc"
      })
  void isWellFormed_anythingElse_isFalse(String alias) {
    assertThat(Alias.isWellFormed(alias)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api",
        "API",
        "aPi",
        "assets",
        "health",
        "live",
        "Metrics",
        "openapi",
        "OpenAPI",
        "ready",
        "robots",
        "favicon",
        "well-known",
        "LOGIN"
      })
  void isReserved_ours_isTrueInAnyCase(String alias) {
    assertThat(Alias.isReserved(alias)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"interview", "apis", "my-api", "healthy", "links"})
  void isReserved_anythingElse_isFalse(String alias) {
    assertThat(Alias.isReserved(alias)).isFalse();
  }

  /** What stands in a path percent-encoded is no code, whatever it says once decoded. */
  @Property
  void isWellFormed_percentEncoded_isFalse(
      @ForAll("reserved") String word, @ForAll @IntRange(max = 2) int at) {
    var encoded =
        word.substring(0, at) + "%%%02x".formatted((int) word.charAt(at)) + word.substring(at + 1);

    assertThat(Alias.isReserved(word)).isTrue();
    assertThat(Alias.isWellFormed(encoded)).isFalse();
  }

  @Provide
  Arbitrary<String> reserved() {
    return Arbitraries.of("api", "assets", "health", "metrics", "openapi", "favicon", "robots");
  }
}
