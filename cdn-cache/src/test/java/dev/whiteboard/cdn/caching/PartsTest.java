package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.request;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Answer.Part;
import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.RequestHead;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts that are kept: reused, completed, combined (RFC 9111, 3.3 and 3.4). */
final class PartsTest {
  private static final String TAG = "etag: \"x\"; ";

  /** Of bytes 4 to 9 of 10, or of 20. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          10 | bytes=4-9     | bytes 4-9/10 | 0
          10 | bytes=4-      | bytes 4-9/10 | 0
          10 | bytes=-6      | bytes 4-9/10 | 0
          10 | bytes=6-8     | bytes 6-8/10 | 2
          10 | bytes=-1      | bytes 9-9/10 | 5
          10 | bytes=9-99    | bytes 9-9/10 | 5
          20 | bytes=5-9     | bytes 5-9/20 | 1
          20 | bytes=4-10    | -            | 0
          20 | bytes=4-      | -            | 0
          20 | bytes=-1      | -            | 0
          10 | bytes=3-5     | -            | 0
          10 | bytes=10-     | -            | 0
          10 | bytes=0-1,5-6 | -            | 0
          """)
  void reuse_range_isAnsweredFromPartThatHasIt(
      long total, String range, String contentRange, long from) {
    var stored = part("", 4, 9, total);
    var request = get("range: " + range);

    var reuse = RULES.reuse(request, List.of(stored), NOW);

    if (contentRange == null) {
      assertThat(reuse).isEqualTo(new Reuse.Miss(Why.PARTIAL));
    } else {
      assertThat(reuse).isEqualTo(new Reuse.Fresh(stored, 0, 99));
      var answer = RULES.answer(request, stored, 6, NOW);
      assertThat(answer.fields().all("content-range")).containsExactly(contentRange);
      assertThat(answer.parts().getFirst().from()).isEqualTo(from);
    }
  }

  /** Its origin says 4 to 9 and sends five bytes: the last is the last, the first the first. */
  @Test
  void answer_partShorterThanItSays_countsEndFromItsEnd() {
    var stored = part("", 4, 9, 10);

    assertThat(RULES.answer(get("range: bytes=-1"), stored, 5, NOW).parts())
        .containsExactly(new Part("", 4, 1));
    assertThat(RULES.answer(get("range: bytes=-5"), stored, 5, NOW).parts())
        .containsExactly(new Part("", 0, 5));
    assertThat(RULES.answer(get("range: bytes=6-"), stored, 5, NOW).parts())
        .containsExactly(new Part("", 2, 3));
  }

  @Test
  void reuse_wholeOfPart_asksForTheRest() {
    var head = part(TAG, 0, 4, 10);
    var tail = part(TAG, 5, 9, 10);

    assertThat(reuse(get("foo: 1; if-none-match: \"a\""), head))
        .isEqualTo(new Reuse.Complete(head, get("foo: 1; range: bytes=5-; if-range: \"x\"")));
    assertThat(reuse(get(""), tail))
        .isEqualTo(new Reuse.Complete(tail, get("range: bytes=0-4; if-range: \"x\"")));
    assertThat(reuse(get(""), part("", 0, 4, 10)))
        .isEqualTo(new Reuse.Complete(part("", 0, 4, 10), get("range: bytes=5-")));
  }

  @Test
  void reuse_partOfNoUse_isMissed() {
    assertThat(reuse(get(""), part(TAG, 1, 4, 10))).isEqualTo(new Reuse.Miss(Why.PARTIAL));
    assertThat(reuse(request("HEAD", ""), part(TAG, 0, 4, 10)))
        .isEqualTo(new Reuse.Miss(Why.PARTIAL));
    assertThat(RULES.reuse(get(""), List.of(part(TAG, 0, 4, 10)), after(100)))
        .isEqualTo(new Reuse.Miss(Why.PARTIAL));
    assertThat(reuse(get("range: bytes=0-1; if-range: \"y\""), part(TAG, 0, 4, 10)))
        .isEqualTo(new Reuse.Miss(Why.PARTIAL));
  }

  @Test
  void reuse_wholeAndPart_takesTheWhole() {
    var whole = stored("cache-control: max-age=99");

    assertThat(RULES.reuse(get("range: bytes=5-6"), List.of(whole, part("", 4, 9, 10)), NOW))
        .isEqualTo(new Reuse.Fresh(whole, 0, 99));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etag: "x"^   | etag: "y"^
          etag: W/"x"^ | etag: W/"x"^
          x: y^        | x: y^
          etag: "x"^   | x: y^
          """)
  void combined_notOfOneForSure_isNothing(String one, String other) {
    var kept = part(one.replace('^', ';'), 0, 4, 10);
    var came = part(other.replace('^', ';'), 5, 9, 10);

    assertThat(RULES.combined(kept, 5, came, 5)).isEmpty();
  }

  @Test
  void combined_gapOrOtherLength_isNothing() {
    var kept = part(TAG, 0, 4, 10);

    assertThat(RULES.combined(kept, 5, part(TAG, 6, 9, 10), 4)).isEmpty();
    assertThat(RULES.combined(kept, 5, part(TAG, 5, 9, 11), 5)).isEmpty();
    assertThat(RULES.combined(kept, 4, part(TAG, 5, 9, 10), 5)).isEmpty();
    assertThat(RULES.combined(kept, 5, stored(TAG), 10)).isEmpty();
  }

  @Test
  void combined_toTheWhole_isOne() {
    var kept = part(TAG + "a: 1; b: 2; ", 0, 4, 10);
    var came = part(TAG + "a: 3; ", 5, 9, 10);

    var head = RULES.combined(kept, 5, came, 5).orElseThrow().head();

    assertThat(head.response().status()).isEqualTo(200);
    assertThat(head.response().fields().has("content-range")).isFalse();
    assertThat(head.response().fields().all("content-length")).containsExactly("10");
    assertThat(head.response().fields().all("a")).containsExactly("3");
    assertThat(head.response().fields().all("b")).containsExactly("2");
  }

  /** Put together, they are the bytes of the whole, wherever they overlap. */
  @Property(tries = 1000)
  void combined_anyParts_areTheBytesOfTheWhole(
      @ForAll @IntRange(max = 11) int keptFirst,
      @ForAll @IntRange(max = 11) int keptMore,
      @ForAll @IntRange(max = 11) int cameFirst,
      @ForAll @IntRange(max = 11) int cameMore) {
    var whole = "0123456789ab";
    var keptLast = Math.min(11, keptFirst + keptMore);
    var cameLast = Math.min(11, cameFirst + cameMore);
    var kept = whole.substring(keptFirst, keptLast + 1);
    var came = whole.substring(cameFirst, cameLast + 1);

    var combined =
        RULES.combined(
            part(TAG, keptFirst, keptLast, 12),
            kept.length(),
            part(TAG, cameFirst, cameLast, 12),
            came.length());

    var touch = keptFirst <= cameLast + 1 && cameFirst <= keptLast + 1;
    assertThat(combined.isPresent()).isEqualTo(touch);
    if (combined.isPresent()) {
      var text = new StringBuilder();
      for (var slice : combined.get().slices()) {
        var body = slice.ofKept() ? kept : came;
        text.append(body, (int) slice.from(), (int) (slice.from() + slice.bytes()));
      }
      var first = Math.min(keptFirst, cameFirst);
      assertThat(text).hasToString(whole.substring(first, Math.max(keptLast, cameLast) + 1));
    }
  }

  private static Reuse reuse(RequestHead request, StoredHead stored) {
    return RULES.reuse(request, List.of(stored), NOW);
  }

  private static StoredHead part(String fields, long first, long last, long total) {
    var range = "content-range: bytes %d-%d/%d".formatted(first, last, total);
    return stored(get(""), response(206, fields + "cache-control: max-age=99; " + range));
  }
}
