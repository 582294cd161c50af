package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.message.RequestHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Routes, ready to be looked up. Never changes.
 *
 * <p>The host decides first, then the path, so that the order in which routes were written says
 * nothing: the exact host, else the longest suffix, else {@code *}; there the longest prefix. Where
 * a host has no prefix that fits, the next less exact one is asked.
 *
 * <pre>
 *   a.b.example.com /x/y    a.b.example.com, *.b.example.com, *.example.com, *.com, *
 *                           and in each: /x/y before /x before /
 * </pre>
 *
 * <p>Host: one look into a hash table for each label of the name. Path: its host's prefixes in
 * turn, the longest first.
 */
final class RouteTable implements Routes {
  private static final Comparator<Route> LONGEST_FIRST =
      Comparator.<Route>comparingInt(route -> route.pathPrefix().length()).reversed();

  private final List<Route> routes;
  private final Map<String, List<Route>> byHost = new HashMap<>();

  /** The route, where there is one alone and it is for all: the common case costs nothing. */
  private final Optional<Route> forAll;

  /** Of routes of which no two have the same host and prefix. */
  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (var route : routes) {
      byHost.computeIfAbsent(route.host(), _ -> new ArrayList<>()).add(route);
    }
    byHost.values().forEach(own -> own.sort(LONGEST_FIRST));
    this.forAll =
        routes.size() == 1
            ? routes.stream().filter(RouteTable::isForAll).findAny()
            : Optional.empty();
  }

  private static boolean isForAll(Route route) {
    return route.host().equals("*") && route.pathPrefix().equals("/");
  }

  /** As they were given. */
  List<Route> routes() {
    return routes;
  }

  @Override
  public Optional<Route> match(RequestHead request) {
    if (forAll.isPresent()) {
      return forAll;
    }
    var path = RoutePath.of(request.target());
    var host = hostOf(request.authority());
    var found = longest(host, path);
    for (var dot = host.indexOf('.');
        found.isEmpty() && dot >= 0;
        dot = host.indexOf('.', dot + 1)) {
      found = longest("*" + host.substring(dot), path);
    }
    return found.isPresent() ? found : longest("*", path);
  }

  private Optional<Route> longest(String host, String path) {
    for (var route : byHost.getOrDefault(host, List.of())) {
      if (path.startsWith(route.pathPrefix())) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  /** Without the port, and without the dot that a full name may end with. */
  private static String hostOf(String authority) {
    var end = authority.length();
    var colon = authority.lastIndexOf(':');
    if (colon > authority.lastIndexOf(']')) {
      end = colon;
    }
    return end > 0 && authority.charAt(end - 1) == '.'
        ? authority.substring(0, end - 1)
        : authority.substring(0, end);
  }
}
