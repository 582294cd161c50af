package dev.whiteboard.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatTitleTest {
  @ParameterizedTest
  @ValueSource(strings = {"Tea", "Пятница: план № 5", "👩‍👩‍👧 & <friends>", "a  b"})
  void parse_aLine_isATitle(String text) {
    assertThat(ChatTitle.parse(text)).map(ChatTitle::text).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "a\u2028b", "a\u202eb", "a\u2066b"})
  void parse_moreLinesOrNone_isNone(String text) {
    assertThat(ChatTitle.parse(text)).isEmpty();
  }

  @Test
  void parse_100Characters_isTheMost() {
    assertThat(ChatTitle.parse("🙂".repeat(100))).isPresent();
    assertThat(ChatTitle.parse("🙂".repeat(101))).isEmpty();
  }

  @Test
  void parse_spellings_areOne() {
    assertThat(ChatTitle.parse(" e\u0301 ")).isEqualTo(ChatTitle.parse("é"));
  }
}
