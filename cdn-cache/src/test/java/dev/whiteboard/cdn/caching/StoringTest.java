package dev.whiteboard.cdn.caching;

import static dev.whiteboard.cdn.caching.Messages.NOW;
import static dev.whiteboard.cdn.caching.Messages.get;
import static dev.whiteboard.cdn.caching.Messages.ok;
import static dev.whiteboard.cdn.caching.Messages.request;
import static dev.whiteboard.cdn.caching.Messages.response;
import static dev.whiteboard.cdn.caching.Messages.stored;
import static dev.whiteboard.cdn.caching.Messages.storing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Storing;
import dev.whiteboard.cdn.message.HttpDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be kept, and what of it (RFC 9111, 3). */
final class StoringTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          200 | cache-control: max-age=1                              | -
          200 | cache-control: s-maxage=1                             | -
          200 | expires: @10                                          | -
          200 | etag: "x"                                             | -
          200 | last-modified: @-10                                   | -
          200 | cache-control: no-cache; etag: "x"                    | -
          200 | cache-control: no-cache, max-age=10                   | no-freshness
          200 | cache-control: max-age=0                              | no-freshness
          200 | cache-control: max-age=0, stale-if-error=10           | -
          200 | cache-control: max-age=0, stale-while-revalidate=10   | -
          200 | x: y                                                  | no-freshness
          200 | cache-control: max-age=10, no-store                   | no-store
          200 | cache-control: max-age=10, No-Store                   | no-store
          200 | cache-control: max-age=10; cache-control: no-store    | no-store
          200 | cache-control: max-age=10, x="no-store"               | -
          200 | cache-control: max-age=10, private                    | private
          200 | cache-control: max-age=10, private=x                  | -
          200 | cache-control: max-age=10, private=""                 | private
          200 | cache-control: max-age=10, no-store, must-understand  | -
          599 | cache-control: max-age=10, no-store, must-understand  | status
          599 | cache-control: max-age=10                             | -
          500 | cache-control: max-age=10                             | -
          302 | cache-control: max-age=10                             | -
          302 | etag: "x"; last-modified: @-1000                      | no-freshness
          201 | etag: "x"; last-modified: @-1000                      | no-freshness
          404 | last-modified: @-1000                                 | -
          304 | cache-control: max-age=10                             | status
          206 | cache-control: max-age=10                             | status
          206 | cache-control: max-age=10; content-range: bytes 0-4/9 | -
          206 | cache-control: max-age=10; content-range: bytes 0-4/* | status
          206 | cache-control: max-age=10; content-range: bytes 4-0/9 | status
          206 | cache-control: max-age=10; content-range: bytes 0-9/9 | status
          200 | cache-control: max-age=10; vary: *                    | vary
          200 | cache-control: max-age=10; vary: a, *                 | vary
          200 | cache-control: max-age=10; vary: a; vary: *           | vary
          200 | cache-control: max-age=10; set-cookie: a=b            | -
          200 | last-modified: @-1000; set-cookie: a=b                | set-cookie
          """)
  void storing_response_isKeptOrTellsWhyNot(int status, String fields, String because) {
    var storing = storing(get(""), response(status, fields));

    var why = storing instanceof Storing.Pass pass ? pass.because() : null;
    assertThat(why).isEqualTo(because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache-control: max-age=10                  | false
          expires: @10                               | false
          cache-control: max-age=10, public          | true
          cache-control: max-age=10, must-revalidate | true
          cache-control: s-maxage=10                 | true
          cache-control: max-age=10, proxy-revalidate | false
          """)
  void storing_authorizedRequest_isKeptWhereResponseAllows(String fields, boolean kept) {
    var storing = storing(get("authorization: Basic eDp5"), ok(fields));

    assertThat(storing instanceof Storing.Keep).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "get", "FOO"})
  void storing_otherMethod_isPassed(String method) {
    assertThat(storing(request(method, ""), ok("cache-control: max-age=10")))
        .isEqualTo(new Storing.Pass("method", false));
  }

  /** RFC 9110, 9.3.3: where it says of itself that a GET would be answered so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache-control: max-age=10; content-location: /a/b?c                       | true
          cache-control: max-age=10; content-location: http://EXAMPLE.com:80/a/b?c  | true
          cache-control: max-age=10; content-location: b?c                          | true
          cache-control: max-age=10; content-location: /other                       | false
          cache-control: max-age=10; content-location: http://evil.com/a/b?c        | false
          cache-control: max-age=10; content-location: ://%                         | false
          cache-control: max-age=10                                                 | false
          last-modified: @-1000; content-location: /a/b?c                           | false
          """)
  void storing_post_isKeptForItsOwnUrlWithLifetime(String fields, boolean kept) {
    var storing = storing(request("POST", "content-type: text/plain"), ok(fields));

    assertThat(storing instanceof Storing.Keep).isEqualTo(kept);
    if (storing instanceof Storing.Keep(var head)) {
      assertThat(head.request()).isEqualTo(get(""));
    }
  }

  /** Who asks not to be kept is passed alone; what its origin forbids is passed for all. */
  @Test
  void storing_passed_tellsWhetherForAnybody() {
    var response = ok("cache-control: max-age=10");

    assertThat(storing(get("cache-control: no-store"), response))
        .isEqualTo(new Storing.Pass("request-no-store", false));
    assertThat(storing(get(""), ok("cache-control: no-store")))
        .isEqualTo(new Storing.Pass("no-store", true));
    assertThat(storing(get("if-none-match: \"x\""), response(304, "")))
        .isEqualTo(new Storing.Pass("status", false));
  }

  @Test
  void storing_fields_withoutThoseOfConnectionAndThoseNamed() {
    var stored =
        stored(
            "connection: a; a: 1; b: 2; proxy-authenticate: x; keep-alive: 1; cache-status: up;"
                + " set-cookie: s; cache-control: max-age=9, no-cache=\"b, Set-Cookie\"");

    assertThat(stored.response().fields())
        .isEqualTo(
            Messages.fields("cache-control: max-age=9, no-cache=\"b, Set-Cookie\"; date: @0"));
  }

  /** Named by no-cache, they would take the lifetime along with them. */
  @Test
  void storing_namedFieldsThatCachesLiveBy_areKept() {
    var stored = stored("cache-control: max-age=9, no-cache=\"cache-control, vary\"; vary: a");

    assertThat(stored.response().fields().has("cache-control")).isTrue();
    assertThat(stored.response().fields().has("vary")).isTrue();
  }

  @Test
  void storing_dateInvalid_isTimeOfReceipt() {
    var stored = stored("cache-control: max-age=9; date: yesterday");

    assertThat(stored.response().fields().all("date")).containsExactly(HttpDate.format(NOW));
  }
}
