package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import java.time.Instant;
import java.util.List;
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

  /** PostgreSQL knows no signs in ids. */
  @Test
  void newestFirst_ofOneMillisecond_isByTheBytesOfTheChat_andThenByPlace() {
    var at = Instant.parse("2026-11-21T10:11:12.345Z");
    var inOrder =
        List.of(
            new SearchCursor(at.plusMillis(1), new ChatId(new UUID(0, 0)), 1),
            new SearchCursor(at, new ChatId(new UUID(-1, 1)), 1),
            new SearchCursor(at, new ChatId(new UUID(1, -1)), 1),
            new SearchCursor(at, new ChatId(new UUID(1, 1)), 2),
            new SearchCursor(at, new ChatId(new UUID(1, 1)), 1));

    assertThat(inOrder.reversed().stream().sorted(SearchCursor.NEWEST_FIRST))
        .containsExactlyElementsOf(inOrder);
    assertThat(inOrder)
        .allMatch(one -> SearchCursor.NEWEST_FIRST.compare(SearchCursor.START, one) < 0);
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
