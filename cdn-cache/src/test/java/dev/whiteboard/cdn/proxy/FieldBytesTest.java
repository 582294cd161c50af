package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldBytesTest {
  private final FieldBytes bytes = new FieldBytes();

  @Test
  void of_fields_areTheirNamesAndValues() {
    assertThat(text(Fields.of("etag", "\"1\"", "x-name", "h\u00e9", "empty", "")))
        .containsExactly("etag", "\"1\"", "x-name", "h\u00e9", "empty", "");
    assertThat(text(Fields.NONE)).isEmpty();
  }

  @Test
  void of_theSameAgain_isNotMadeAgain() {
    var fields = Fields.of("etag", "1");

    assertThat(bytes.of(fields)).isSameAs(bytes.of(fields));
  }

  /** More than are remembered: no place is taken for another's. */
  @Test
  void of_manyInTurn_areEachTheirOwn() {
    var all = Stream.iterate(0, i -> i + 1).limit(2_000).map(i -> Fields.of("n", "" + i)).toList();
    for (var round = 0; round < 2; round++) {
      for (var i = 0; i < all.size(); i++) {
        assertThat(text(all.get(i))).containsExactly("n", "" + i);
      }
    }
  }

  private String[] text(Fields fields) {
    return Stream.of(bytes.of(fields)).map(CharSequence::toString).toArray(String[]::new);
  }
}
