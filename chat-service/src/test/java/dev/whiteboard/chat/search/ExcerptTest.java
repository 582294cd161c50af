package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where one character is longer than all that is shown. */
final class ExcerptTest {
  private static final String MARKS = "\u0301".repeat(4_000);

  @Test
  void of_picturesJoinedToOne_isNotEmpty() {
    var excerpt = excerpt("👩\u200d".repeat(2_600), "👩\u200d".repeat(30));

    assertThat(excerpt.text()).hasSizeBetween(Excerpt.CHARS_MAX - 1, Excerpt.CHARS_MAX);
    assertThat(excerpt.text().codePointBefore(excerpt.text().length())).isIn(0x1F469, 0x200D);
    assertThat(excerpt.highlights()).hasSize(1);
  }

  @Test
  void of_wordBehindALongCharacter_holdsTheWord() {
    var excerpt = excerpt("x" + MARKS + " needle");

    assertThat(excerpt).isEqualTo(new Excerpt(" needle", 4_001, List.of(new Highlight(1, 7))));
  }

  @Test
  void of_wordBeforeALongCharacter_endsBeforeThat() {
    var excerpt = excerpt("needle x" + MARKS);

    assertThat(excerpt).isEqualTo(new Excerpt("needle ", 0, List.of(new Highlight(0, 6))));
  }

  private static Excerpt excerpt(String body) {
    return excerpt(body, "needl*");
  }

  private static Excerpt excerpt(String body, String sought) {
    return Excerpt.of(body, SearchQuery.parse(sought).orElseThrow().highlights(body));
  }
}
