package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.tier.NodeFields;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * The intake for other nodes, who are believed: what the scheme of the client's URL was, how long
 * they wait, and whether they have tried already. What may not be in this region is answered 451:
 * nodes that know the routes do not ask for it here.
 */
final class ChildIntake implements Intake {
  private static final Set<String> FURTHER = Set.of(NodeFields.DEADLINE, NodeFields.RETRIED);

  private final String region;
  private final Routes routes;

  ChildIntake(String region, Routes routes) {
    this.region = region;
    this.routes = routes;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    var own = own(head);
    return routes.match(own).map(route -> route.isAllowedIn(region)).orElse(true)
        ? new Decision.Serve(own, false)
        : new Decision.Refuse(EdgeIntake.NOT_HERE);
  }

  private static RequestHead own(RequestHead head) {
    var scheme = "https".equals(head.fields().first(NodeFields.SCHEME)) ? "https" : "http";
    var fields =
        head.fields()
            .keeping(name -> !name.startsWith(NodeFields.PREFIX) || FURTHER.contains(name));
    return new RequestHead(head.method(), scheme, head.authority(), head.target(), fields);
  }
}
