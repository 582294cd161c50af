package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.tier.NodeFields;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * The intake for other nodes, who are believed: what the scheme of the client's URL was, how long
 * they wait, whether they have tried already, and whether anybody waits for it at all. What may not be kept in this region goes past
 * what is kept, and is not kept.
 */
final class ChildIntake implements Intake {
  private static final Set<String> FURTHER = Set.of(NodeFields.DEADLINE, NodeFields.RETRIED, NodeFields.REFRESH);

  private final String region;
  private final Routes routes;

  ChildIntake(String region, Routes routes) {
    this.region = region;
    this.routes = routes;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    var own = own(head);
    var isAllowed = routes.match(own).map(route -> isAllowed(route)).orElse(true);
    return new Decision.Serve(own, !isAllowed);
  }

  private boolean isAllowed(Route route) {
    return route.isAllowedIn(region);
  }

  private static RequestHead own(RequestHead head) {
    var scheme = "https".equals(head.fields().first(NodeFields.SCHEME)) ? "https" : "http";
    var fields =
        head.fields()
            .keeping(name -> !name.startsWith(NodeFields.PREFIX) || FURTHER.contains(name));
    return new RequestHead(head.method(), scheme, head.authority(), head.target(), fields);
  }
}
