package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.ok;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long what is kept is fresh, and how old it is (RFC 9111, 4.2). */
final class FreshnessTest {
  /** The columns: what came, and for how many seconds it is fresh from then on; 0 for not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache-control: max-age=100                                  | 100
          cache-control: MAX-AGE=100                                  | 100
          cache-control: max-age="100"                                | 100
          cache-control: max-age=00100                                | 100
          cache-control: max-age=0                                    | 0
          cache-control: max-age                                      | 0
          cache-control: max-age=-100                                 | 0
          cache-control: max-age='100'                                | 0
          cache-control: max-age=100.0                                | 0
          cache-control: max-age=100a                                 | 0
          cache-control: max-age= 100                                 | 0
          cache-control: max-age =100                                 | 0
          cache-control: max-age=99999999999999999999999999           | 2147483648
          cache-control: max-age=100, max-age=10                      | 10
          cache-control: max-age=10; cache-control: max-age=100       | 10
          cache-control: x="max-age=100", max-age=10                  | 10
          cache-control: max-age=10, x="a, max-age=100"               | 10
          cache-control: x="a\\", max-age=100", max-age=10            | 10
          cache-control: max-age=100, s-maxage=10                     | 10
          cache-control: max-age=10; cache-control: s-maxage=100      | 100
          cache-control: max-age=100; expires: @10; date: @0          | 100
          cache-control: max-age=0; expires: @10; date: @0            | 0
          cache-control: max-age=100; expires: 0                      | 100
          expires: @100; date: @0                                     | 100
          expires: @100                                               | 100
          expires: @100; date: nonsense                               | 100
          expires: @-100; date: @0                                    | 0
          expires: @0; date: @0                                       | 0
          expires: @300; date: @400                                   | 0
          expires: 0; date: @0                                        | 0
          expires: @100; expires: @200; date: @0                      | 0
          expires: @100; expires: @100; date: @0                      | 100
          expires: @20; date: @10                                     | 10
          expires: @100; date: @-10                                   | 100
          last-modified: @-1000; date: @0                             | 100
          last-modified: @-1000                                       | 100
          last-modified: @-100000000; date: @0                        | 86400
          last-modified: @1000; date: @0                              | 0
          last-modified: nonsense; date: @0                           | 0
          last-modified: @-1000; date: @0; cache-control: max-age=x   | 0
          last-modified: @-1000; date: @0; expires: 0                 | 0
          cache-control: max-age=100; age: 40                         | 60
          cache-control: max-age=100; age: 100                        | 0
          cache-control: max-age=100; age: 2147483648                 | 0
          cache-control: max-age=100; age: 99999999999999999999       | 0
          cache-control: max-age=100; age: 40, 90                     | 60
          cache-control: max-age=100; age: 40; age: 90                | 60
          cache-control: max-age=100; age: 90; age: 0                 | 10
          cache-control: max-age=100; age: -40                        | 100
          cache-control: max-age=100; age: 40.0                       | 100
          cache-control: max-age=100; age: x                          | 100
          cache-control: max-age=100; date: @-30                      | 70
          cache-control: max-age=100; date: @-30; age: 40             | 60
          cache-control: max-age=100; date: @30                       | 100
          """)
  void reuse_keptResponse_isFreshForItsLifetimeLessItsAge(String fields, long seconds) {
    // A tag, so that it is kept even where it is never fresh.
    var stored = stored(fields + "; etag: \"x\"");

    assertThat(isFresh(stored, seconds)).isFalse();
    assertThat(seconds == 0 || isFresh(stored, seconds - 1)).isTrue();
  }

  /** What may be guessed for which status (RFC 9110, 15.1). */
  @ParameterizedTest
  @CsvSource({
    "200, 100",
    "203, 100",
    "204, 100",
    "300, 100",
    "301, 100",
    "308, 100",
    "404, 100",
    "405, 100",
    "410, 100",
    "414, 100",
    "501, 100"
  })
  void reuse_noLifetimeButKnownStatus_isFreshForATenth(int status, long seconds) {
    var stored = stored(get(""), response(status, "date: @0; last-modified: @-1000"));

    assertThat(isFresh(stored, seconds - 1)).isTrue();
    assertThat(isFresh(stored, seconds)).isFalse();
  }

  @Test
  void reuse_unknownStatusMarkedPublic_isGuessed() {
    var fields = "date: @0; last-modified: @-1000; cache-control: public";

    assertThat(isFresh(stored(get(""), response(599, fields)), 99)).isTrue();
  }

  /** What was long on its way is as old as its request (RFC 9111, 4.2.3). */
  @Test
  void reuse_slowAnswer_agedOnItsWay() {
    var storing = RULES.storing(get(""), ok("cache-control: max-age=100"), NOW - 30_000, NOW);
    var stored = ((CachingRules.Storing.Keep) storing).head();

    assertThat(isFresh(stored, 69)).isTrue();
    assertThat(isFresh(stored, 70)).isFalse();
  }

  @Test
  void reuse_fresh_tellsAgeAndRest() {
    var stored = stored("cache-control: max-age=100; age: 40");

    assertThat(RULES.reuse(get(""), List.of(stored), NOW + 10_500))
        .isEqualTo(new Reuse.Fresh(stored, 50, 49));
  }

  @Test
  void answer_kept_hasAgeOfNowAndItsOwnDate() {
    var stored = stored("cache-control: max-age=100; age: 40; date: @-3; x: y");

    var answer = RULES.answer(get(""), stored, 5, after(10));

    assertThat(answer.fields().all("age")).containsExactly("50");
    assertThat(answer.fields().all("date")).containsExactly(Messages.date(-3));
    assertThat(answer.fields().all("x")).containsExactly("y");
  }

  /** The same objects while the second lasts: a hit makes none. */
  @Test
  void answer_sameSecond_isRemembered() {
    var stored = stored("cache-control: max-age=100");

    var first = RULES.answer(get(""), stored, 5, after(10));

    assertThat(RULES.answer(get(""), stored, 5, after(10) + 999)).isSameAs(first);
    assertThat(RULES.answer(get(""), stored, 5, after(11)).fields().first("age")).isEqualTo("11");
    assertThat(RULES.answer(get(""), stored, 6, after(11)).fields().first("content-length"))
        .isEqualTo("6");
  }

  private static boolean isFresh(StoredHead stored, long seconds) {
    return RULES.reuse(get(""), List.of(stored), after(seconds)) instanceof Reuse.Fresh;
  }
}
