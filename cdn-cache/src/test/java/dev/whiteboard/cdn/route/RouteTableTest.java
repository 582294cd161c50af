package dev.whiteboard.cdn.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private static final URI ORIGIN = URI.create("http://127.0.0.1:8490");

  @Test
  void match_noRoutes_isNone() {
    assertThat(new RouteTable(List.of()).match(request("example.com", "/"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, /x/y, exact-long",
    "a.example.com, /x, exact",
    "a.example.com:8440, /x, exact",
    "a.example.com., /x, exact",
    "b.a.example.com, /, below-a",
    "b.example.com, /, below-example",
    "example.com, /, any",
    "notexample.com, /, any",
    "[::1]:8440, /, literal",
    "[::1], /, literal",
  })
  void match_ofHostAndPath_isTheMostExact(String authority, String target, String name) {
    var table =
        new RouteTable(
            List.of(
                route("any", "*", "/"),
                route("below-example", "*.example.com", "/"),
                route("exact", "a.example.com", "/"),
                route("exact-long", "a.example.com", "/x/"),
                route("below-a", "*.a.example.com", "/"),
                route("literal", "[::1]", "/")));

    assertThat(table.match(request(authority, target)).map(Route::name)).contains(name);
  }

  @Test
  void match_whereTheExactHostHasNoSuchPath_isTheNextHosts() {
    var table = new RouteTable(List.of(route("a", "a.b", "/x"), route("b", "*.b", "/")));

    assertThat(table.match(request("a.b", "/y")).map(Route::name)).contains("b");
  }

  @ParameterizedTest
  @CsvSource({
    "/private/x",
    "/%70rivate/x",
    "//private/x",
    "/./private/x",
    "/a/../private/x",
    "/a/%2e%2E/private/x",
    "/../private/x",
    "\\private\\x",
    "/private/",
    "/private/.",
    "/private/a/..",
    "/private//x?q=/../..",
  })
  void match_ofAPathInDisguise_isItsRoute(String target) {
    var table = new RouteTable(List.of(route("all", "*", "/"), route("own", "*", "/private/")));

    assertThat(table.match(request("a", target)).map(Route::name)).contains("own");
  }

  @ParameterizedTest
  @CsvSource({
    "/privat",
    "/a/private/",
    "/private/..",
    "/?x=/private/",
    "/%2570rivate/",
    "/a%2fprivate/"
  })
  void match_ofAnotherPath_isNot(String target) {
    var table = new RouteTable(List.of(route("all", "*", "/"), route("own", "*", "/private/")));

    assertThat(table.match(request("a", target)).map(Route::name)).contains("all");
  }

  @Property(tries = 500)
  void match_ofAnyRoutes_isAsANaiveSearchHasIt(
      @ForAll("routes") List<Route> routes,
      @ForAll("hosts") String host,
      @ForAll("paths") String path) {
    assertThat(new RouteTable(routes).match(request(host, path)))
        .isEqualTo(naive(routes, host, path));
  }

  @Property(tries = 200)
  void match_ofTheSameRoutesInAnotherOrder_isTheSame(
      @ForAll("routes") List<Route> routes,
      @ForAll("hosts") String host,
      @ForAll("paths") String path) {
    assertThat(new RouteTable(routes.reversed()).match(request(host, path)))
        .isEqualTo(new RouteTable(routes).match(request(host, path)));
  }

  @Property(tries = 500)
  void of_anyPath_isAsPlainAsItGets(@ForAll("wildPaths") String path) {
    var plain = RoutePath.of(path);

    assertThat(plain).startsWith("/").doesNotContain("//", "/./", "/../", "\\");
    assertThat(plain).doesNotEndWith("/.").doesNotEndWith("/..");
  }

  /** All that fit, and of those the one with the longest host that is no star, then prefix. */
  private static Optional<Route> naive(List<Route> routes, String host, String path) {
    Optional<Route> best = Optional.empty();
    for (var route : routes) {
      var fits = hostFits(route.host(), host) && path.startsWith(route.pathPrefix());
      if (fits && (best.isEmpty() || weight(route) > weight(best.get()))) {
        best = Optional.of(route);
      }
    }
    return best;
  }

  private static boolean hostFits(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }

  private static long weight(Route route) {
    var host = route.host();
    var exactness = host.startsWith("*") ? host.length() : 1_000;
    return exactness * 1_000L + route.pathPrefix().length();
  }

  @Provide
  Arbitrary<List<Route>> routes() {
    var patterns =
        Arbitraries.of("*", "*.b", "*.a.b", "*.c.a.b", "a.b", "c.a.b", "b", "d.c.a.b", "*.z");
    var prefixes = Arbitraries.of("/", "/x", "/x/", "/x/y", "/y", "/x/y/z");
    return Combinators.combine(patterns, prefixes)
        .as((host, prefix) -> route(host + prefix, host, prefix))
        .list()
        .ofMaxSize(20)
        .map(RouteTableTest::withoutTwins);
  }

  private static List<Route> withoutTwins(List<Route> routes) {
    var names = new HashSet<String>();
    var kept = new ArrayList<Route>();
    for (var route : routes) {
      if (names.add(route.name())) {
        kept.add(route);
      }
    }
    return kept;
  }

  @Provide
  Arbitrary<String> hosts() {
    return Arbitraries.of("a.b", "b", "c.a.b", "d.c.a.b", "e.d.c.a.b", "z", "y.z", "ab");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("/", "/x", "/x/", "/x/y", "/x/y/z", "/xy", "/y/", "/z");
  }

  @Provide
  Arbitrary<String> wildPaths() {
    return Arbitraries.of("/", "a", ".", "..", "%2e", "%2E%2e", "\\", "%", "%4", "%41", "//", "%2f")
        .list()
        .ofMaxSize(12)
        .map(parts -> "/" + String.join("", parts));
  }

  static Route route(String name, String host, String prefix) {
    return new Route(
        name, host, prefix, ORIGIN, Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
  }

  static RequestHead request(String authority, String target) {
    return new RequestHead("GET", "https", authority, target, Fields.NONE);
  }
}
