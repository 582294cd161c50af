package dev.whiteboard.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.redirect.RedisTargets.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisTargetsTest {
  @Test
  void format_isReadableAndReadBack() {
    var target = new Target("https://example.com/a?b=c%20d", 301, true, true, 1_800_000_000_000L);

    assertThat(RedisTargets.format(target))
        .isEqualTo("301 limited 1800000000000 https://example.com/a?b=c%20d");
    assertThat(RedisTargets.parse(RedisTargets.format(target))).isEqualTo(new Answer.Known(target));
  }

  @Test
  void format_withoutExpiryAndLimit_isReadBack() {
    var target = new Target("https://example.com/", 302, false, false, Target.NEVER);

    assertThat(RedisTargets.format(target)).isEqualTo("302 - - https://example.com/");
    assertThat(RedisTargets.parse(RedisTargets.format(target))).isEqualTo(new Answer.Known(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "302", "302 - -", "x - - https://example.com/", "302 - y https://a.b/"})
  void parse_anythingElse_countsAsNothing(String value) {
    assertThat(RedisTargets.parse(value)).isEqualTo(new Answer.Nothing());
  }

  @Test
  void parse_unknown_isKnownUnknown() {
    assertThat(RedisTargets.parse("unknown")).isEqualTo(new Answer.KnownUnknown());
    assertThat(RedisTargets.parse(null)).isEqualTo(new Answer.Nothing());
  }
}
