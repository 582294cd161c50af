package dev.whiteboard.cdn.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Route.KeepOn;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  @Test
  void isAllowedIn_aRegion_isAsListed() {
    assertThat(route(Set.of("eu")).isAllowedIn("eu")).isTrue();
    assertThat(route(Set.of("eu", "us")).isAllowedIn("ap")).isFalse();
    assertThat(route(Set.of()).isAllowedIn("anywhere")).isTrue();
  }

  @Test
  void apply_withoutATimeToLive_changesNothing() {
    var response = new ResponseHead(200, Fields.of("cache-control", "max-age=1"));
    var route = RouteTableTest.route("a", "*", "/");

    assertThat(route.apply(response)).isSameAs(response);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                     | -                          | max-age=60
          max-age=5                             | -                          | max-age=60
          no-cache                              | -                          | max-age=60
          Public, MAX-AGE=5, must-revalidate    | -                          | max-age=60, public, must-revalidate
          stale-if-error=9                      | max-age=1                  | max-age=60
          max-age=1                             | stale-while-revalidate=30  | max-age=60, stale-while-revalidate=30
          stale-while-revalidate="x", public    | -                          | max-age=60, public
          foo="private, no-store", public       | -                          | max-age=60, public
          """)
  void apply_aTimeToLive_isToldToCachesAlone(String shared, String targeted, String expected) {
    var fields = Fields.builder();
    if (shared != null) {
      fields.add("cache-control", shared);
    }
    if (targeted != null) {
      fields.add("cdn-cache-control", targeted);
    }

    var applied = route(Set.of()).apply(new ResponseHead(200, fields.build()));

    assertThat(applied.fields().all("cdn-cache-control")).containsExactly(expected);
    assertThat(applied.fields().first("cache-control")).isEqualTo(shared);
  }

  @ParameterizedTest
  @CsvSource({
    "200, cache-control, private",
    "200, cache-control, 'max-age=5, Private=\"set-cookie\"'",
    "200, cache-control, no-store",
    "200, cdn-cache-control, no-store",
    "200, set-cookie, a=b",
    "500, x, y",
    "404, x, y",
    "302, x, y",
  })
  void apply_toWhatIsSomebodysOwnOrAnError_changesNothing(int status, String name, String value) {
    var response = new ResponseHead(status, Fields.of(name, value));

    assertThat(route(Set.of()).apply(response)).isEqualTo(response);
  }

  @ParameterizedTest
  @CsvSource({
    "/a?utm=1, /a",
    "/a?b=2&utm=1&a=1, /a?a=1&b=2",
    "/a?b=2&b=1&a, /a?a&b=2&b=1",
    "/a?%75tm=1&x=%zz, /a?x=%zz",
    "/a?, /a",
    "/a?&&x, /a?x",
    "/a, /a",
    "/a?utmx=1, /a?utmx=1",
    "/a?x=utm?utm=2, /a?x=utm?utm=2",
  })
  void query_thatIgnoresAndSorts_isMadePlain(String target, String expected) {
    assertThat(new QueryRules(Set.of("utm"), true).apply(target)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b&a", "/a?", "/a?&&", "/a"})
  void query_withoutRules_isLeftAsItIs(String target) {
    assertThat(QueryRules.AS_IS.apply(target)).isEqualTo(target);
  }

  @Test
  void query_thatIgnoresABeginning_losesAllThatBeginSo() {
    assertThat(new QueryRules(Set.of("utm_*"), false).apply("/a?utm_x=1&b&utm_&c=utm_"))
        .isEqualTo("/a?b&c=utm_");
  }

  @Test
  void query_thatIgnoresAll_isNone() {
    assertThat(new QueryRules(Set.of("*"), false).apply("/a?b&c=d")).isEqualTo("/a");
  }

  private static Route route(Set<String> regions) {
    return new Route(
        "a",
        "*",
        "/",
        URI.create("http://127.0.0.1:8490"),
        Optional.of(Duration.ofMinutes(1)),
        regions,
        Optional.empty(),
        FailurePolicy.OPEN,
        Optional.empty(),
        QueryRules.AS_IS,
        KeepOn.FIRST);
  }
}
