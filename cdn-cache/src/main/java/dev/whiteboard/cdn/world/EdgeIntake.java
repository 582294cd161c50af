package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.proxy.Refusal;
import dev.whiteboard.cdn.proxy.Strangers;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpServerRequest;

/** The intake for clients: what they say of themselves is not believed, and routes are held to. */
final class EdgeIntake implements Intake {
  private static final Refusal NO_ROUTE = refusal(404, "Not found", "Nothing is served here.");
  private static final Refusal NOT_HERE =
      refusal(403, "Not in this region", "This may not be served in the region of this edge.");

  private final String region;
  private final Routes routes;

  EdgeIntake(String region, Routes routes) {
    this.region = region;
    this.routes = routes;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    var own = Strangers.believed(request, head);
    var route = routes.match(own);
    if (route.isEmpty()) {
      return new Decision.Refuse(NO_ROUTE);
    }
    return route.get().isAllowedIn(region)
        ? new Decision.Serve(own, false)
        : new Decision.Refuse(NOT_HERE);
  }

  private static Refusal refusal(int status, String title, String detail) {
    return new Refusal(Refusal.Kind.FORBIDDEN, Problem.of(status, title, detail), false);
  }
}
