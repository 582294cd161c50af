package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.request;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is stale, who may have it all the same, and what a client may ask (RFC 9111, 4.2.4, 5.2.1).
 */
final class StaleTest {
  private static final String TAG = "; etag: \"x\"";

  @Test
  void reuse_withinWindow_isServedWhileItIsValidated() {
    var stored = stored("cache-control: max-age=10, stale-while-revalidate=5");

    assertThat(reuse("", stored, 9)).isEqualTo(new Reuse.Fresh(stored, 9, 1));
    assertThat(reuse("", stored, 10)).isEqualTo(new Reuse.StaleWhileRevalidate(stored, 10, 0));
    assertThat(reuse("", stored, 14)).isEqualTo(new Reuse.StaleWhileRevalidate(stored, 14, 4));
    assertThat(reuse("", stored, 15)).isEqualTo(new Reuse.Validate(stored, Why.STALE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
  void reuse_staleIsForbidden_isValidated(String directive) {
    var stored =
        stored(
            "cache-control: max-age=10, stale-while-revalidate=99, stale-if-error=99, "
                + directive
                + TAG);

    assertThat(reuse("", stored, 11)).isEqualTo(new Reuse.Validate(stored, Why.STALE));
    assertThat(reuse("cache-control: max-stale", stored, 11))
        .isEqualTo(new Reuse.Validate(stored, Why.STALE));
    assertThat(RULES.maySubstitute(get(""), stored, null, after(11))).isFalse();
    assertThat(RULES.maySubstitute(get(""), stored, response(503, ""), after(11))).isFalse();
  }

  /** The last column: until how many seconds past its lifetime it stands in; -1 for never. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-age=10                    | none | 86400
          max-age=10                    | 503  | -1
          max-age=10, stale-if-error=60 | none | 60
          max-age=10, stale-if-error=60 | 500  | 60
          max-age=10, stale-if-error=60 | 502  | 60
          max-age=10, stale-if-error=60 | 503  | 60
          max-age=10, stale-if-error=60 | 504  | 60
          max-age=10, stale-if-error=60 | 404  | -1
          max-age=10, stale-if-error=60 | 501  | -1
          max-age=10, stale-if-error=0  | none | 0
          """)
  void maySubstitute_failure_untilWindowEnds(String control, String failure, long seconds) {
    var stored = stored("cache-control: " + control);
    var failed = failure.equals("none") ? null : response(Integer.parseInt(failure), "");

    assertThat(RULES.maySubstitute(get(""), stored, failed, after(10 + seconds + 1))).isFalse();
    assertThat(seconds < 0 || RULES.maySubstitute(get(""), stored, failed, after(10 + seconds)))
        .isTrue();
  }

  @Test
  void maySubstitute_clientAllowsOrWantsNew_counts() {
    var stored = stored("cache-control: max-age=10");
    var failure = response(503, "");

    assertThat(
            RULES.maySubstitute(
                get("cache-control: stale-if-error=60"), stored, failure, after(20)))
        .isTrue();
    assertThat(RULES.maySubstitute(get("cache-control: no-cache"), stored, null, after(20)))
        .isFalse();
  }

  /** Of a response that is fresh for 100 seconds, 30 after it came. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache-control: max-age=30          | true
          cache-control: max-age=29          | false
          cache-control: max-age=0           | false
          cache-control: max-age=nonsense    | false
          cache-control: min-fresh=70        | true
          cache-control: min-fresh=71        | false
          cache-control: no-cache            | false
          cache-control: no-store            | true
          cache-control: nothing-to-see-here | true
          pragma: no-cache                   | false
          pragma: foo                        | true
          pragma: no-cache; cache-control: x | true
          """)
  void reuse_clientAsksForNewer_isObeyed(String fields, boolean fresh) {
    var stored = stored("cache-control: max-age=100");

    assertThat(reuse(fields, stored, 30))
        .isEqualTo(
            fresh ? new Reuse.Fresh(stored, 30, 70) : new Reuse.Validate(stored, Why.REQUEST));
  }

  @Test
  void reuse_clientPutsUpWithStale_isServed() {
    var stored = stored("cache-control: max-age=100");

    assertThat(reuse("cache-control: max-stale=10", stored, 110))
        .isEqualTo(new Reuse.Fresh(stored, 110, -10));
    assertThat(reuse("cache-control: max-stale=10", stored, 111))
        .isEqualTo(new Reuse.Validate(stored, Why.STALE));
    assertThat(reuse("cache-control: max-stale", stored, 100_000)).isInstanceOf(Reuse.Fresh.class);
    assertThat(reuse("cache-control: max-stale=10, min-fresh=1", stored, 110))
        .isInstanceOf(Reuse.Validate.class);
  }

  @Test
  void reuse_onlyIfCached_asksNobody() {
    var stored = stored("cache-control: max-age=100" + TAG);
    var asked = "cache-control: only-if-cached";

    assertThat(reuse(asked, stored, 0)).isInstanceOf(Reuse.Fresh.class);
    assertThat(reuse(asked, stored, 100)).isEqualTo(new Reuse.Unavailable());
    assertThat(RULES.reuse(get(asked), List.of(), after(0))).isEqualTo(new Reuse.Unavailable());
  }

  @Test
  void reuse_requestsAreNotObeyed_answersFresh() {
    var settings = RuleSettings.DEFAULT;
    var rules =
        new SharedCacheRules(
            new RuleSettings(
                settings.heuristicFraction(),
                settings.heuristicMax(),
                settings.staleWithoutAnswerMax(),
                true,
                false));
    var stored = stored("cache-control: max-age=100");

    assertThat(rules.reuse(get("cache-control: no-cache"), List.of(stored), after(1)))
        .isEqualTo(new Reuse.Fresh(stored, 1, 99));
  }

  @Test
  void reuse_otherMethods_goForward() {
    var stored = stored("cache-control: max-age=100");

    assertThat(RULES.reuse(request("POST", ""), List.of(stored), after(0)))
        .isEqualTo(new Reuse.Miss(Why.METHOD));
    assertThat(RULES.reuse(request("HEAD", ""), List.of(stored), after(0)))
        .isEqualTo(new Reuse.Fresh(stored, 0, 100));
    assertThat(RULES.reuse(get(""), List.of(), after(0))).isEqualTo(new Reuse.Miss(Why.URI_MISS));
  }

  private static Reuse reuse(String fields, StoredHead stored, long seconds) {
    return RULES.reuse(get(fields), List.of(stored), after(seconds));
  }
}
