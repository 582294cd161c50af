package dev.whiteboard.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.redirect.RedisTargets.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisTargetsTest {
  @Test
  void format_isReadableAndReadBack() {
    var target = new Target("https://example.com/a?b=c%20d", 301, true, 1_800_000_000_000L, 4);

    assertThat(RedisTargets.format(target))
        .isEqualTo("4 301 limited 1800000000000 https://example.com/a?b=c%20d");
    assertThat(RedisTargets.parse(RedisTargets.format(target))).isEqualTo(new Answer.Known(target));
  }

  @Test
  void format_withoutExpiryAndLimit_isReadBack() {
    var target = new Target("https://example.com/", 302, false, Target.NEVER, 1);

    assertThat(RedisTargets.format(target)).isEqualTo("1 302 - - https://example.com/");
    assertThat(RedisTargets.parse(RedisTargets.format(target))).isEqualTo(new Answer.Known(target));
  }

  @Test
  void format_deleted_isReadBack() {
    assertThat(RedisTargets.format(Target.deleted(7))).isEqualTo("7 deleted");
    assertThat(RedisTargets.parse("7 deleted")).isEqualTo(new Answer.Known(Target.deleted(7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 302",
        "1 302 - -",
        "302 - - https://example.com/",
        "1 302 - y https://a.b/"
      })
  void parse_anythingElse_countsAsNothing(String value) {
    assertThat(RedisTargets.parse(value)).isEqualTo(new Answer.Nothing());
  }

  @Test
  void parse_unknown_isKnownUnknown() {
    assertThat(RedisTargets.parse("unknown")).isEqualTo(new Answer.KnownUnknown());
    assertThat(RedisTargets.parse(null)).isEqualTo(new Answer.Nothing());
  }
}
