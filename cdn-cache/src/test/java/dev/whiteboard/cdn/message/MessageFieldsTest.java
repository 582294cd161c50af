package dev.whiteboard.cdn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, tags, and what a proxy does to fields on the way. */
final class MessageFieldsTest {
  private static final int LINES_MANY = 50_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a, b            | a;b
          a,,b , ,c       | a;b;c
          "a, b", c       | "a, b";c
          "a\\", b", c    | "a\\", b";c
          "a, b           | "a, b
          x="1,2";y, z    | x="1,2"!y;z
          """)
  void members_ofLine_arePartedByCommasOutsideQuotes(String line, String members) {
    assertThat(ListValue.members(line))
        .containsExactly(
            Arrays.stream(members.split(";"))
                .map(member -> member.replace('!', ';'))
                .toArray(String[]::new));
  }

  @Test
  void without_connectionFields_takesThoseItNames() {
    var fields =
        Fields.of(
            "connection",
            "close, X-Hop",
            "x-hop",
            "1",
            "keep-alive",
            "5",
            "te",
            "trailers",
            "x",
            "2");

    assertThat(ConnectionFields.without(fields)).isEqualTo(Fields.of("x", "2"));
  }

  /** Else a client could have a response cached as if its origin had allowed it. */
  @ParameterizedTest
  @CsvSource({"cache-control", "cookie", "authorization", "x-forwarded-for", "vary", "set-cookie"})
  void without_connectionNamesWhatOthersRelyOn_keepsIt(String name) {
    var fields = Fields.of("connection", name, name, "1");

    assertThat(ConnectionFields.without(fields)).isEqualTo(Fields.of(name, "1"));
  }

  @Test
  void without_nothingOfTheConnection_isTheSameInstance() {
    var fields = Fields.of("a", "1");

    assertThat(ConnectionFields.without(fields)).isSameAs(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "a"    | "a"         | true  | true
          W/"a"  | "a"         | true  | false
          "a"    | W/"a"       | true  | false
          "a"    | "b"         | false | false
          "a"    | "b", "a"    | true  | true
          "a,b"  | "x", "a,b"  | true  | true
          "a"    | *           | true  | true
          """)
  void among_tags_comparesWeaklyAndStrongly(
      String tag, String tags, boolean weakly, boolean strongly) {
    var parsed = EntityTag.parse(tag);

    assertThat(parsed.isAmong(List.of(tags))).isEqualTo(weakly);
    assertThat(parsed.isStronglyAmong(List.of(tags))).isEqualTo(strongly);
  }

  @Test
  void passed_cdnLoop_countsOwnNameAlone() {
    var fields =
        Fields.of("cdn-loop", "other.example, Whiteboard;v=1", "cdn-loop", "x;y=\"whiteboard, z\"");

    assertThat(CdnLoop.passed(fields, "whiteboard")).isEqualTo(1);
    assertThat(CdnLoop.passed(CdnLoop.passing(fields, "whiteboard"), "whiteboard")).isEqualTo(2);
    assertThat(CdnLoop.passed(Fields.NONE, "whiteboard")).isZero();
  }

  @Test
  void passing_via_appendsOneHop() {
    assertThat(Via.passing(Via.passing(Fields.NONE, "1.1", "a"), "2", "b"))
        .isEqualTo(Fields.of("via", "1.1 a, 2 b"));
  }

  /** Quadratic, this would take minutes. */
  @Test
  void fields_manyLinesOfOneName_areLinear() {
    var builder = Fields.builder().add("connection", "x");
    for (var line = 0; line < LINES_MANY; line++) {
      builder.add("x", "a,").add("y", "1");
    }
    var fields = builder.build();
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(ListValue.members(fields.all("x"))).hasSize(LINES_MANY);
          assertThat(fields.with("y", "2").size()).isEqualTo(LINES_MANY + 2);
          assertThat(ConnectionFields.without(fields).has("x")).isFalse();
        });
  }
}
