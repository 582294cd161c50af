package dev.whiteboard.cdn.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Route.KeepOn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteParserTest {
  private static final AllowedOrigins ORIGINS =
      new AllowedOrigins(
          List.of(URI.create("http://127.0.0.1:8490"), URI.create("https://o.test")));

  private static final String FULL =
      """
      routes:
        - name: videos
          host: "*.Example.com"
          pathPrefix: /videos/
          origin: https://o.test
          timeToLive: 1h
          allowedRegions: [eu-west, eu-north]
          function: security-headers
          onFunctionFailure: closed
          requestsPerSecond: 50
          query: { ignore: [utm_source, "b\\"\\\\\\u00e9"], sort: true }
          keepOn: second
        - name: rest
          origin: http://127.0.0.1:8490
      """;

  @Test
  void parse_allFields_areRead() {
    assertThat(parse(FULL))
        .containsExactly(
            new Route(
                "videos",
                "*.example.com",
                "/videos/",
                URI.create("https://o.test"),
                Optional.of(Duration.ofHours(1)),
                Set.of("eu-west", "eu-north"),
                Optional.of("security-headers"),
                FailurePolicy.CLOSED,
                Optional.of(50),
                new QueryRules(Set.of("utm_source", "b\"\\\u00e9"), true),
                KeepOn.SECOND),
            RouteTableTest.route("rest", "*", "/"));
  }

  @Test
  void json_ofRoutes_isReadAsTheSame() {
    var routes = parse(FULL);

    assertThat(parse(new RouteBook(routes, ORIGINS).json())).isEqualTo(routes);
    assertThat(parse(new RouteBook(List.of(), ORIGINS).json())).isEmpty();
  }

  @Test
  void parse_manyMistakes_namesEachAtItsPlace() {
    var text =
        """
        routes:
          - name: a b
            host: "*.*"
            pathPrefix: x
            origin: ftp://o.test
            timetolive: 1h
            requestsPerSecond: 0
            query: { sort: maybe, order: x }
          - nothing
        """;

    assertThat(problems(text))
        .extracting(problem -> problem.line() + ":" + problem.column() + " " + problem.field())
        .containsExactly(
            "2:11 routes[0].name",
            "3:11 routes[0].host",
            "4:17 routes[0].pathPrefix",
            "5:13 routes[0].origin",
            "6:5 routes[0]",
            "7:24 routes[0].requestsPerSecond",
            "8:20 routes[0].query.sort",
            "8:27 routes[0].query",
            "9:5 routes[1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8491",
        "https://127.0.0.1:8490",
        "http://169.254.169.254",
        "http://localhost:8490",
        "http://127.0.0.1:8490@evil.test",
        "http://user@127.0.0.1:8490",
        "http://127.0.0.1:8490/path",
        "http://127.0.0.1:8490?x",
        "file:///etc/passwd",
        "http:127.0.0.1",
        "//o.test",
        "o.test",
        "http://0x7f000001:8490",
        "http://[::ffff:127.0.0.1]:8490",
      })
  void parse_anOriginThatIsNotAllowed_isRefused(String origin) {
    assertThat(problems("[{name: a, origin: '" + origin + "'}]"))
        .extracting(BadRoutesException.Problem::field)
        .containsExactly("[0].origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://o.test:443", "https://O.TEST/", "http://127.0.0.1:8490"})
  void parse_anAllowedOriginWrittenOtherwise_isTaken(String origin) {
    assertThat(parse("[{name: a, origin: '" + origin + "'}]")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "90, 90", "90s, 90", "5m, 300", "7d, 604800", "PT1H, 3600"})
  void parse_aTime_isTaken(String text, long seconds) {
    var route = parse("[{name: a, origin: 'https://o.test', timeToLive: " + text + "}]").getFirst();

    assertThat(route.timeToLive()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1y", "366d", "PT0.5S", "PT-1S", "abc", "[1]", "9999999999d"})
  void parse_aTimeThatIsNone_isRefused(String text) {
    assertThat(problems("[{name: a, origin: 'https://o.test', timeToLive: " + text + "}]"))
        .extracting(BadRoutesException.Problem::field)
        .containsExactly("[0].timeToLive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "//a", "/%61", "/./", "a", "/a?b", "/a b"})
  void parse_aPrefixThatNoPathHas_isRefused(String prefix) {
    assertThat(problems("[{name: a, origin: 'https://o.test', pathPrefix: '" + prefix + "'}]"))
        .extracting(BadRoutesException.Problem::field)
        .containsExactly("[0].pathPrefix");
  }

  /** Whoever writes none means that nobody may have it, or did not think: both are no "all". */
  @Test
  void parse_noAllowedRegionsInAList_isRefused() {
    assertThat(problems("[{name: a, origin: 'https://o.test', allowedRegions: []}]"))
        .extracting(BadRoutesException.Problem::field)
        .containsExactly("[0].allowedRegions");
  }

  @Test
  void parse_twins_areRefusedWithTheLineOfTheFirst() {
    var text =
        """
        - { name: a, origin: 'https://o.test', host: x }
        - { name: a, origin: 'https://o.test', host: X }
        """;

    assertThat(problems(text))
        .extracting(BadRoutesException.Problem::toString)
        .containsExactly(
            "line 2, column 3: [1].name is that of the route in line 1 too",
            "line 2, column 3: [1].pathPrefix and host are those of the route in line 1 too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "a",
        "{",
        "routes: x",
        "{}",
        "- - a",
        "[&a {name: x}, *a]",
        "!!java.net.URL [x]",
        "a: 1\n---\nb: 2",
        "[\u0000]",
        "{routes: [], routes: []}",
        "{? [a] : b}",
      })
  void parse_noRoutesAtAll_isRefused(String text) {
    assertThat(problems(text)).isNotEmpty();
  }

  @Test
  void parse_aTextNestedForEver_isRefused() {
    assertThat(problems("[".repeat(100_000))).hasSize(1);
    assertThat(problems("{a: ".repeat(60_000))).hasSize(1);
    assertThat(problems("- ".repeat(100_000))).hasSize(1);
  }

  @Test
  void parse_tooMuch_isRefused() {
    assertThat(problems("#" + " ".repeat(RouteParser.TEXT_CHARS_MAX))).hasSize(1);
    assertThat(problems("[" + "a,".repeat(RouteParser.ROUTES_MAX + 1) + "]")).hasSize(1);
    assertThat(problems("[" + "a,".repeat(RouteParser.ROUTES_MAX) + "]")).hasSize(100);
  }

  @Test
  void replace_withGoodRoutes_holdsAtOnce() {
    var book = new RouteBook(List.of(), ORIGINS);
    book.replace(FULL);

    assertThat(book.match(RouteTableTest.request("a.example.com", "/videos/1")).map(Route::name))
        .contains("videos");
    assertThat(book.match(RouteTableTest.request("a.example.com", "/")).map(Route::name))
        .contains("rest");
  }

  @Test
  void replace_withBadRoutes_leavesTheOldOnes() {
    var book = new RouteBook(List.of(RouteTableTest.route("old", "*", "/")), ORIGINS);

    assertThatThrownBy(() -> book.replace("[{name: new}]")).isInstanceOf(BadRoutesException.class);
    assertThat(book.routes()).extracting(Route::name).containsExactly("old");
  }

  private static List<Route> parse(String text) {
    return RouteParser.parse(text, ORIGINS);
  }

  private static List<BadRoutesException.Problem> problems(String text) {
    return catchThrowableOfType(BadRoutesException.class, () -> parse(text)).problems();
  }
}
