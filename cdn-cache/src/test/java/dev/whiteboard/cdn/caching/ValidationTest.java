package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.fields;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.ok;
import static dev.whiteboard.cdn.caching.Messages.request;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Freshened;
import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking whether what is kept still holds, what comes of it, and what goes with a change. */
final class ValidationTest {
  @Test
  void validating_variants_namesTagsOfAllAndDateOfOne() {
    var one = stored(get("foo: 1"), ok("vary: foo; etag: \"1\"; last-modified: @-10"));
    var two = stored(get("foo: 2"), ok("vary: foo; etag: W/\"2\"; last-modified: @-20"));

    var validating =
        RULES.validating(
            get("foo: 2; if-none-match: \"old\"; if-modified-since: @-90"), List.of(one, two));

    assertThat(validating.fields())
        .isEqualTo(fields("foo: 2; if-none-match: W/\"2\", \"1\"; if-modified-since: @-20"));
  }

  @Test
  void validating_nothingToNameItBy_isTheSameRequest() {
    var request = get("if-none-match: \"x\"");

    assertThat(RULES.validating(request, List.of(stored("cache-control: max-age=9"))))
        .isSameAs(request);
    assertThat(RULES.validating(request, List.of())).isSameAs(request);
  }

  @Test
  void freshened_fields_replaceThoseThatWere() {
    var stored =
        stored(
            "cache-control: max-age=9; etag: \"x\"; age: 5; a: 1; a: 2; b: 3; date: @-9;"
                + " content-length: 7; content-encoding: br; content-type: x/y");
    var update =
        response(
            304,
            "etag: \"x\"; a: 4; c: 5; content-length: 0; content-encoding: gzip; connection: c;"
                + " content-type: y/z; cache-control: max-age=20");

    var freshened = RULES.freshened(List.of(stored), update, after(10), after(10));

    assertThat(freshened).extracting(Freshened::before).containsExactly(stored);
    var after = freshened.getFirst().after();
    assertThat(after.response().status()).isEqualTo(200);
    assertThat(after.response().fields())
        .isEqualTo(
            fields(
                "etag: \"x\"; b: 3; content-length: 7; content-encoding: br; a: 4;"
                    + " content-type: y/z; cache-control: max-age=20; date: @10"));
    assertThat(RULES.reuse(get(""), List.of(after), after(10)))
        .isEqualTo(new Reuse.Fresh(after, 0, 20));
  }

  @Test
  void freshened_byA304OfAnotherCache_hasWhatTheOriginChanged() {
    var kept = stored("cache-control: max-age=2; etag: \"x\"; content-type: x/y");
    var update = response(304, "etag: \"x\"; content-type: y/z; content-language: de");
    var above = RULES.freshened(List.of(kept), update, after(3), after(3)).getFirst().after();
    var told = RULES.answer(get("if-none-match: \"x\""), above, 9, after(3));

    var below =
        RULES.freshened(
            List.of(kept), new ResponseHead(told.status(), told.fields()), after(3), after(3));

    assertThat(told.status()).isEqualTo(304);
    var fields = below.getFirst().after().response().fields();
    assertThat(fields.all("content-type")).containsExactly("y/z");
    assertThat(fields.all("content-language")).containsExactly("de");
  }

  /** The columns: tag and date of the 304, and the places of those that it is about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etag: "1"                       | 0
          etag: "2"                       | 1 2
          etag: W/"2"                     | 2
          etag: W/"3"                     | 3
          etag: "3"                       | 3
          etag: "4"                       |
          last-modified: @-10             | 3
          last-modified: @-11             |
          x: y                            |
          etag: "4"; last-modified: @-10  |
          """)
  void freshened_validators_chooseWhichVariants(String fields, String places) {
    var variants =
        List.of(
            variant("etag: \"1\"; last-modified: @-10", 1),
            variant("etag: \"2\"; last-modified: @-10", 2),
            variant("etag: \"2\"; last-modified: @-10", 3),
            variant("etag: W/\"3\"; last-modified: @-10", 4));

    var freshened = RULES.freshened(variants, response(304, fields), after(9), after(9));

    var expected = places == null ? List.<String>of() : List.of(places.split(" "));
    assertThat(freshened)
        .extracting(Freshened::before)
        .isEqualTo(expected.stream().map(at -> variants.get(Integer.parseInt(at))).toList());
  }

  @Test
  void freshened_nothingTellsThemApart_isTheOnlyOne() {
    var stored = stored("cache-control: max-age=9");

    assertThat(RULES.freshened(List.of(stored), response(304, ""), NOW, NOW)).hasSize(1);
  }

  /** What a 304 forbids to keep answers nobody unasked any more. */
  @ParameterizedTest
  @ValueSource(strings = {"no-store", "private", "no-cache"})
  void freshened_toBeKeptNoMore_isValidatedEachTime(String directive) {
    var stored = stored("cache-control: max-age=9; etag: \"x\"");
    var update = response(304, "etag: \"x\"; cache-control: max-age=9, " + directive);

    var after = RULES.freshened(List.of(stored), update, NOW, NOW).getFirst().after();

    assertThat(RULES.reuse(get(""), List.of(after), NOW)).isInstanceOf(Reuse.Validate.class);
    assertThat(RULES.maySubstitute(get(""), after, null, after(10))).isFalse();
  }

  /** RFC 9111, 4.3.5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | etag: "x"; content-length: 7 | true
          200 | etag: "x"                    | true
          200 | etag: "y"; content-length: 7 | false
          200 | etag: "x"; content-length: 8 | false
          404 | etag: "x"; content-length: 7 | false
          """)
  void freshened_answerToHead_countsWhereItIsOfTheSame(int status, String fields, boolean counts) {
    var stored = stored("cache-control: max-age=9; etag: \"x\"; content-length: 7");

    assertThat(RULES.freshened(List.of(stored), response(status, fields), NOW, NOW).isEmpty())
        .isNotEqualTo(counts);
  }

  @Test
  void invalidated_unsafeMethodWentWell_namesItsUrlsOfThisOriginAlone() {
    var fields = "location: ../x?y; content-location: HTTP://Example.COM:80/z";

    assertThat(RULES.invalidated(request("M-SEARCH", ""), response(200, fields)))
        .isEqualTo(
            Set.of("http://example.com/a/b?c", "http://example.com/x?y", "http://example.com/z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location: http://evil.com/x",
        "location: https://example.com/x",
        "location: http://example.com:8080/x",
        "location: http://example.com.evil.com/x",
        "location: http://u@example.com/x",
        "location: http://%/x",
        "location: mailto:a@b",
        "location: //evil.com/x"
      })
  void invalidated_otherOrigin_isLeftAlone(String fields) {
    assertThat(RULES.invalidated(request("POST", ""), response(201, fields)))
        .isEqualTo(Set.of("http://example.com/a/b?c"));
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "HEAD, 200", "OPTIONS, 200", "TRACE, 200", "POST, 400", "PUT, 500"})
  void invalidated_safeOrFailed_isNothing(String method, int status) {
    assertThat(RULES.invalidated(request(method, ""), response(status, "location: /x"))).isEmpty();
  }

  private static StoredHead variant(String fields, long seconds) {
    return stored(get(""), ok(fields), seconds);
  }
}
