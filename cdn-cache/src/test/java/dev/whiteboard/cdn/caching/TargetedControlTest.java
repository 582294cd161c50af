package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.RULES;
import static dev.whiteboard.cdn.caching.Messages.after;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.ok;
import static dev.whiteboard.cdn.caching.Messages.storing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Reuse;
import dev.whiteboard.cdn.caching.CachingRules.Storing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code CDN-Cache-Control}, valid or not (RFC 9213). */
final class TargetedControlTest {
  /** The last column: seconds of freshness, 0 for stale at once, -1 for not kept. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cdn-cache-control: max-age=100                                       | 100
          cdn-cache-control: max-age=100^x=y                                   | 100
          cdn-cache-control: foo, max-age=100                                  | 100
          cdn-cache-control: max-age=99999999999                               | 2147483648
          cdn-cache-control: max-age=100; cache-control: max-age=1             | 100
          cdn-cache-control: max-age=1; cache-control: max-age=100             | 1
          cdn-cache-control: max-age=100; cache-control: no-store              | 100
          cdn-cache-control: max-age=100; expires: 0                           | 100
          cdn-cache-control: max-age=100; age: 40                              | 60
          cdn-cache-control: max-age=0; expires: @100                          | -1
          cdn-cache-control: no-store; cache-control: max-age=100              | -1
          cdn-cache-control: private; cache-control: max-age=100               | -1
          cdn-cache-control: no-store=?0; cache-control: max-age=100           | -1
          cdn-cache-control: no-store=?0, max-age=100                          | 100
          cdn-cache-control: no-store=(1 2), max-age=100                       | 100
          cdn-cache-control: max-age=100; cdn-cache-control: foo               | 100
          cdn-cache-control: max-age=100, max-age=10                           | 10
          cdn-cache-control: max-age=100, &&&&&; cache-control: no-store       | -1
          cdn-cache-control: max-age=100, &&&&&; cache-control: max-age=10     | 10
          cdn-cache-control: max-age="100"; cache-control: max-age=10          | 10
          cdn-cache-control: max-age=100.5; cache-control: max-age=10          | 10
          cdn-cache-control: max-age=(100); cache-control: max-age=10          | 10
          cdn-cache-control: max-age; cache-control: max-age=10                | 10
          cdn-cache-control: MAX-AGE=100; cache-control: max-age=10            | 10
          cdn-cache-control: max-age =100; cache-control: max-age=10           | 10
          cdn-cache-control:; cache-control: max-age=10                        | 10
          """)
  void storing_targeted_countsWhereItIsValid(String fields, long seconds) {
    var storing = storing(get(""), ok(fields));

    assertThat(storing instanceof Storing.Keep).as(storing.toString()).isEqualTo(seconds > 0);
    if (storing instanceof Storing.Keep(var stored)) {
      assertThat(isFresh(stored, seconds - 1)).isTrue();
      assertThat(isFresh(stored, seconds)).isFalse();
    }
  }

  /** The lifetime for CDNs says nothing of proxies; what is stale may still be served. */
  @Test
  void reuse_targetedWindow_serves() {
    var stored =
        Messages.stored("cdn-cache-control: max-age=10, stale-while-revalidate=5; etag: \"x\"");

    assertThat(RULES.reuse(get(""), List.of(stored), after(12)))
        .isEqualTo(new Reuse.StaleWhileRevalidate(stored, 12, 2));
  }

  @Test
  void storing_targetedIsNotObeyed_countsForNothing() {
    var settings = RuleSettings.DEFAULT;
    var rules =
        new SharedCacheRules(
            new RuleSettings(
                settings.heuristicFraction(),
                settings.heuristicMax(),
                settings.staleWithoutAnswerMax(),
                false,
                true));
    var response = ok("cdn-cache-control: max-age=100; cache-control: no-store");

    assertThat(rules.storing(get(""), response, after(0), after(0)))
        .isEqualTo(new Storing.Pass("no-store", true));
  }

  private static boolean isFresh(StoredHead stored, long seconds) {
    return RULES.reuse(get(""), List.of(stored), after(seconds)) instanceof Reuse.Fresh;
  }
}
