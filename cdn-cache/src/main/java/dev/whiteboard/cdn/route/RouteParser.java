package dev.whiteboard.cdn.route;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads routes from YAML or JSON. A text with one mistake is refused whole, with all its mistakes.
 *
 * <pre>{@code
 * routes:
 *   - name: videos                   # unique
 *     host: "*.example.com"          # or a name, or "*", which it is without
 *     pathPrefix: /videos/           # / without
 *     origin: http://127.0.0.1:8490  # no path; one that the operator allows
 *     timeToLive: 1h                 # 90s, 5m, 1h, 7d, PT1H; or plain seconds
 *     allowedRegions: [eu-west]      # all without
 *     function: security-headers
 *     onFunctionFailure: closed      # or open, which it is without
 *     requestsPerSecond: 50          # of one client
 *     query: { ignore: [utm_source, utm_medium], sort: true }
 * }</pre>
 *
 * <p>A list without {@code routes:} around it is taken too. Whether a function is there is not
 * asked: it may come later, and until then it fails as {@code onFunctionFailure} says.
 */
public final class RouteParser {
  /** The longest text: 256 Ki characters. */
  public static final int TEXT_CHARS_MAX = 1 << 18;

  /** The most routes. */
  public static final int ROUTES_MAX = 1_000;

  private static final String ROUTES = "routes";

  private final Problems problems = new Problems();
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, Integer> lineByName = new HashMap<>();
  private final Map<String, Integer> lineByPlace = new HashMap<>();
  private final Predicate<URI> origins;

  private RouteParser(Predicate<URI> origins) {
    this.origins = origins;
  }

  /**
   * The routes, as they stand in the text.
   *
   * @param origins which origins may be named
   * @throws BadRoutesException naming everything that is wrong
   */
  public static List<Route> parse(String text, Predicate<URI> origins) {
    var parser = new RouteParser(origins);
    if (text.length() > TEXT_CHARS_MAX) {
      parser.problems.add(Optional.empty(), "", "is longer than " + TEXT_CHARS_MAX + " characters");
    } else {
      parser.read(text);
    }
    parser.problems.throwAny();
    return List.copyOf(parser.routes);
  }

  private void read(String text) {
    var top = RouteText.read(text, problems);
    if (top.isPresent()) {
      readTop(top.get());
    } else if (problems.count() == 0) {
      problems.add(Optional.empty(), "", "is empty; no routes at all are written routes: []");
    }
  }

  private void readTop(Node top) {
    switch (top) {
      case SequenceNode list -> readList(list, "");
      case MappingNode fields -> {
        var within = new RouteFields(fields, "", problems, List.of(ROUTES));
        within.requiredNode(ROUTES).ifPresent(list -> readRoutes(list));
      }
      default -> problems.add(top.getStartMark(), "", "must be a list of routes");
    }
  }

  private void readRoutes(Node node) {
    if (node instanceof SequenceNode list) {
      readList(list, ROUTES);
    } else {
      problems.add(node.getStartMark(), ROUTES, "must be a list");
    }
  }

  private void readList(SequenceNode list, String path) {
    if (list.getValue().size() > ROUTES_MAX) {
      problems.add(list.getStartMark(), path, "has more than " + ROUTES_MAX + " routes");
      return;
    }
    for (var i = 0; i < list.getValue().size(); i++) {
      readRoute(list.getValue().get(i), path + "[" + i + "]");
    }
  }

  private void readRoute(Node node, String path) {
    if (node instanceof MappingNode fields) {
      var reader = new RouteReader(fields, path, problems, origins);
      reader.read().ifPresent(route -> add(route, node.getStartMark(), path));
    } else {
      problems.add(node.getStartMark(), path, "must be a route with its fields");
    }
  }

  private void add(Route route, Optional<Mark> at, String path) {
    routes.add(route);
    var line = at.map(Mark::getLine).orElse(0) + 1;
    var sameName = lineByName.putIfAbsent(route.name(), line);
    var samePlace = lineByPlace.putIfAbsent(route.host() + " " + route.pathPrefix(), line);
    if (sameName != null) {
      problems.add(at, path + ".name", "is that of the route in line " + sameName + " too");
    }
    if (samePlace != null) {
      problems.add(
          at,
          path + ".pathPrefix",
          "and host are those of the route in line " + samePlace + " too");
    }
  }
}
