package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchCursorTest {
  @Test
  void parse_ofItsText_isTheSame() {
    var cursor =
        new SearchCursor(
            Instant.parse("2026-11-21T10:11:12.345Z"), new ChatId(UUID.randomUUID()), 77);

    assertThat(SearchCursor.parse(cursor.toString())).contains(cursor);
    assertThat(SearchCursor.parse(SearchCursor.START.toString())).contains(SearchCursor.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "___________________________________________",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "f_________________________________________8",
        "!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8=",
      })
  void parse_ofAnythingElse_isNone(String text) {
    assertThat(SearchCursor.parse(text)).isEmpty();
  }
}
