package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.ok;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a variant answers (RFC 9111, 4.1). */
final class VaryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo                    | foo: 1                  | foo: 1                     | true
          foo                    | foo: 1                  | foo: 2                     | false
          foo                    | foo: 1                  | x: y                       | false
          foo                    | x: y                    | foo: 1                     | false
          foo                    | x: y                    | x: z                       | true
          foo                    | foo:                    | x: y                       | false
          Foo, BAR               | foo: 1; bar: 2          | bar: 2; foo: 1             | true
          foo, bar               | foo: 1; bar: 2          | foo: 1; bar: 3             | false
          foo                    | foo: 1, 2               | foo: 1; foo: 2             | true
          foo                    | foo: 1,2                | foo: 1 ,  2                | true
          foo                    | foo: "1, 2"             | foo: "1,2"                 | false
          foo                    | foo: 1, 2               | foo: 2, 1                  | false
          cookie                 | cookie: a=1^ b=2        | cookie: a=1; cookie: b=2   | true
          accept-language        | accept-language: en, de | accept-language: DE,en     | true
          accept-language        | accept-language: en, de | accept-language: en^q=1.0, de^q=1 | true
          accept-language        | accept-language: en, de | accept-language: en, de^q=0.5 | false
          accept-language        | accept-language: en^q=0.5, de | accept-language: de, en^q=0.500 | true
          accept-language        | accept-language: en^q=x | accept-language: EN^q=x    | true
          accept-encoding        | accept-encoding: gzip, br | accept-encoding: br, gzip | true
          accept-encoding        | accept-encoding: gzip   | accept-encoding: gzip^q=0  | false
          """)
  void reuse_namedFields_mustMeanTheSame(
      String vary, String stored, String asked, boolean answered) {
    var head = stored(get(stored), ok("cache-control: max-age=9; vary: " + vary));

    var reuse = RULES.reuse(get(asked), List.of(head), NOW);

    assertThat(reuse)
        .isEqualTo(answered ? new Reuse.Fresh(head, 0, 9) : new Reuse.Miss(Why.VARY_MISS));
  }

  /** The language that is wanted most is in the store: no origin could do better. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fr^q=0.5, de^q=1.0 | true
          de                 | true
          fr, de             | false
          fr, de^q=0.9       | false
          de^q=0             | false
          *                  | false
          de-AT              | false
          """)
  void reuse_contentLanguageWantedMost_answers(String asked, boolean answered) {
    var head =
        stored(
            get("accept-language: en, de"),
            ok("cache-control: max-age=9; vary: accept-language; content-language: de"));

    var reuse = RULES.reuse(get("accept-language: " + asked), List.of(head), NOW);

    assertThat(reuse instanceof Reuse.Fresh).isEqualTo(answered);
  }

  @Test
  void reuse_severalFit_takesExactThenNewest() {
    var response = ok("cache-control: max-age=9; vary: accept-language; content-language: de");
    var byLanguage = stored(get("accept-language: en, de"), response, 3);
    var old = stored(get("accept-language: de"), response, 1);
    var exact = stored(get("accept-language: de"), response, 2);

    var reuse =
        RULES.reuse(get("accept-language: de"), List.of(byLanguage, old, exact), Messages.after(3));

    assertThat(reuse).isEqualTo(new Reuse.Fresh(exact, 1, 8));
  }

  /** Its origin knows whether one of those that are kept is the one. */
  @Test
  void reuse_noneFitsButOneHasTag_asksForIt() {
    var head = stored(get("foo: 1"), ok("cache-control: max-age=9; vary: foo; etag: \"x\""));

    assertThat(RULES.reuse(get("foo: 2"), List.of(head), NOW))
        .isEqualTo(new Reuse.Validate(head, Why.VARY_MISS));
    assertThat(RULES.maySubstitute(get("foo: 2"), head, null, NOW)).isFalse();
  }

  /** What variants are told apart by is the same, however it was sent. */
  @Test
  void stored_sameMeaning_areEqualInTheirRequest() {
    var response = ok("cache-control: max-age=9; vary: accept-encoding, foo");
    var one = stored(get("accept-encoding: gzip, br; foo: 1, 2; other: 1"), response);
    var other = stored(get("foo: 1; other: 2; foo: 2; accept-encoding: br,gzip"), response);

    assertThat(one.request()).isEqualTo(other.request());
  }

  @Test
  void storing_moreNamesThanAnybodyVariesBy_isPassed() {
    var names = String.join(",", IntStream.range(0, 17).mapToObj(i -> "n" + i).toList());

    assertThat(Messages.storing(get(""), ok("cache-control: max-age=9; vary: " + names)))
        .isEqualTo(new CachingRules.Storing.Pass("vary", true));
  }
}
