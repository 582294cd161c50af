package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.request;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.caching.CachingRules.Answer.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers from the store: preconditions and ranges (RFC 9110, 13 and 14). */
final class AnswerTest {
  private static final String KEPT =
      "cache-control: max-age=100; date: @0; last-modified: @-1000; etag: \"x\"; content-type: a/b";
  private static final String BODY = "0123456789";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if-none-match: "x"                                  | 304
          if-none-match: W/"x"                                | 304
          if-none-match: "a", "x", "b"                        | 304
          if-none-match: "a"; if-none-match: "x"              | 304
          if-none-match: *                                    | 304
          if-none-match: "y"                                  | 200
          if-none-match: "y"; if-modified-since: @-1000       | 200
          if-none-match: "x"; if-modified-since: @-2000       | 304
          if-modified-since: @-1000                           | 304
          if-modified-since: @-500                            | 304
          if-modified-since: @-1001                           | 200
          if-modified-since: nonsense                         | 200
          if-match: "x"                                       | 200
          if-match: *                                         | 200
          if-match: W/"x"                                     | 412
          if-match: "y"                                       | 412
          if-match: "x"; if-none-match: "x"                   | 304
          if-match: "y"; if-none-match: "x"                   | 412
          if-unmodified-since: @-1000                         | 200
          if-unmodified-since: @-1001                         | 412
          if-match: "x"; if-unmodified-since: @-5000          | 200
          if-none-match: "x"; range: bytes=0-1                | 304
          range: bytes=0-1                                    | 206
          range: bytes=0-1; if-range: "x"                     | 206
          range: bytes=0-1; if-range: W/"x"                   | 200
          range: bytes=0-1; if-range: "y"                     | 200
          range: bytes=0-1; if-range: @-1000                  | 206
          range: bytes=0-1; if-range: @-999                   | 200
          range: bytes=0-1; range: bytes=0-1                  | 200
          range: lines=0-1                                    | 200
          range: bytes=1-0                                    | 200
          range: bytes=x                                      | 200
          range: bytes=                                       | 200
          range: bytes=-0                                     | 416
          range: bytes=10-                                    | 416
          range: bytes=9-                                     | 206
          range: bytes=0-99999999999999999999                 | 200
          """)
  void answer_conditions_areHeldAgainstWhatIsKept(String fields, int status) {
    var answer = RULES.answer(get(fields), stored(KEPT), BODY.length(), after(1));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fields().all("age")).containsExactly("1");
    assertThat(answer.fields().first("etag")).isEqualTo("\"x\"");
  }

  /** Without a date of change its own date counts (RFC 9111, 4.3.2). */
  @ParameterizedTest
  @CsvSource({"@0, 304", "@10, 304", "@-1, 200"})
  void answer_modifiedSinceWithoutLastModified_isHeldAgainstDate(String since, int status) {
    var stored = stored("cache-control: max-age=100; date: @0");

    assertThat(RULES.answer(get("if-modified-since: " + since), stored, 5, after(1)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"if-none-match: *", "if-match: \"y\"", "range: bytes=0-1"})
  void answer_keptIsNoSuccess_conditionsCountForNothing(String fields) {
    var stored = stored(get(""), response(404, KEPT));

    assertThat(RULES.answer(get(fields), stored, 10, after(1)).status()).isEqualTo(404);
  }

  @Test
  void answer_notModified_leavesOutWhatIsOfTheBody() {
    var stored = stored(KEPT + "; content-encoding: br; vary: foo; x: y");

    var answer = RULES.answer(get("if-none-match: \"x\""), stored, 10, after(1));

    assertThat(answer.parts()).isEmpty();
    assertThat(answer.fields())
        .isEqualTo(
            Messages.fields(
                "cache-control: max-age=100; date: @0; last-modified: @-1000; etag: \"x\";"
                    + " content-type: a/b; vary: foo; x: y; age: 1"));
  }

  @Test
  void answer_head_isTheSameWithoutBody() {
    var full = RULES.answer(get(""), stored(KEPT), 10, after(1));

    assertThat(RULES.answer(request("HEAD", "range: bytes=0-1"), stored(KEPT), 10, after(1)))
        .isEqualTo(new Answer(200, full.fields(), List.of(), ""));
    assertThat(full.parts()).containsExactly(new Part("", 0, 10));
    assertThat(full.fields().all("content-length")).containsExactly("10");
  }

  @Test
  void answer_noContent_hasNoLength() {
    var stored = stored(get(""), response(204, "cache-control: max-age=9"));

    assertThat(RULES.answer(get(""), stored, 0, after(1)).fields().has("content-length")).isFalse();
  }

  @Test
  void answer_oneRange_tellsWhichBytes() {
    var answer = RULES.answer(get("range: bytes=-3"), stored(KEPT), 10, after(1));

    assertThat(answer.parts()).containsExactly(new Part("", 7, 3));
    assertThat(answer.fields().first("content-range")).isEqualTo("bytes 7-9/10");
    assertThat(answer.fields().all("content-length")).containsExactly("3");
  }

  @Test
  void answer_rangeBeyondEnd_tellsHowMuchThereIs() {
    var answer = RULES.answer(get("range: bytes=10-20"), stored(KEPT), 10, after(1));

    assertThat(answer.fields().first("content-range")).isEqualTo("bytes */10");
    assertThat(answer.fields().all("content-length")).containsExactly("0");
    assertThat(answer.parts()).isEmpty();
  }

  @Test
  void answer_severalRanges_areMultipart() {
    var answer = RULES.answer(get("range: bytes=0-1, 8-"), stored(KEPT), 10, after(1));

    var type = answer.fields().first("content-type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    var boundary = Objects.requireNonNull(type).substring(type.indexOf('=') + 1);
    var expected =
        """
        --%1$s
        content-type: a/b
        content-range: bytes 0-1/10

        01
        --%1$s
        content-type: a/b
        content-range: bytes 8-9/10

        89
        --%1$s--
        """
            .formatted(boundary)
            .replace("\n", "\r\n");
    assertThat(written(answer)).isEqualTo(expected);
    assertThat(answer.fields().first("content-length"))
        .isEqualTo(Integer.toString(expected.length()));
  }

  @Test
  void answer_moreRangesThanAnybodyNeeds_isTheWhole() {
    var ranges = "0-0,".repeat(ByteRanges.SPECS_MAX) + "2-2";

    assertThat(RULES.answer(get("range: bytes=" + ranges), stored(KEPT), 10, after(1)).status())
        .isEqualTo(200);
  }

  /** The bytes that are sent are those that a plain reading of the RFC marks. */
  @Property(tries = 2000)
  void answer_anyRanges_selectTheBytesOfTheModel(
      @ForAll("ranges") List<String> ranges, @ForAll @IntRange(max = 12) int length) {
    var request = get("range: bytes=" + String.join(",", ranges));
    var answer = RULES.answer(request, stored(KEPT), length, after(1));

    var sent = new int[length];
    for (var part : answer.parts()) {
      for (var at = part.from(); at < part.from() + part.bytes(); at++) {
        sent[(int) at]++;
      }
    }
    var wanted = model(ranges, length);
    assertThat(answer.status()).isEqualTo(contains(wanted) ? 206 : 416);
    assertThat(sent).isEqualTo(wanted);
  }

  private static boolean contains(int[] wanted) {
    return Arrays.stream(wanted).sum() > 0;
  }

  /** Each byte once that is in any range. */
  private static int[] model(List<String> ranges, int length) {
    var wanted = new int[length];
    for (var range : ranges) {
      var ends = range.split("-", -1);
      for (var at = 0; at < length; at++) {
        var in =
            ends[0].isEmpty()
                ? at >= length - Integer.parseInt(ends[1])
                : at >= Integer.parseInt(ends[0])
                    && (ends[1].isEmpty() || at <= Integer.parseInt(ends[1]));
        wanted[at] |= in ? 1 : 0;
      }
    }
    return wanted;
  }

  @Provide
  Arbitrary<List<String>> ranges() {
    var number = Arbitraries.integers().between(0, 14);
    var closed = number.flatMap(from -> number.map(more -> from + "-" + (from + more)));
    var open = number.map(from -> from + "-");
    var suffix = number.map(count -> "-" + count);
    return Arbitraries.oneOf(closed, open, suffix).list().ofMinSize(1).ofMaxSize(5);
  }

  private static String written(Answer answer) {
    var text = new StringBuilder();
    for (var part : answer.parts()) {
      var from = (int) part.from();
      text.append(part.header()).append(BODY, from, from + (int) part.bytes());
    }
    return text.append(answer.trailer()).toString();
  }
}
