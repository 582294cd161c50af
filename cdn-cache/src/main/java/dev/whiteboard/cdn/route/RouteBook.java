package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.message.RequestHead;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The routes that hold at the moment, and how to replace them. To ask costs a volatile read. */
public final class RouteBook implements Routes {
  private final Predicate<URI> origins;
  private volatile RouteTable table;

  /**
   * With routes to begin with, which are believed.
   *
   * @param origins which origins a route may name: a node sends requests there, so that whoever
   *     writes routes could reach through it what they can't reach themselves
   */
  public RouteBook(List<Route> routes, Predicate<URI> origins) {
    this.origins = origins;
    this.table = new RouteTable(routes);
  }

  @Override
  public Optional<Route> match(RequestHead request) {
    return table.match(request);
  }

  /** As they were given. */
  public List<Route> routes() {
    return table.routes();
  }

  /** The same as JSON, which {@link #replace} takes. */
  public String json() {
    return RouteWriter.json(routes());
  }

  /**
   * From now on these hold, instead of all before.
   *
   * @param text YAML or JSON, see {@link RouteParser}
   * @throws BadRoutesException naming everything that is wrong; the old ones stay
   */
  public List<Route> replace(String text) {
    var parsed = RouteParser.parse(text, origins);
    table = new RouteTable(parsed);
    return parsed;
  }
}
