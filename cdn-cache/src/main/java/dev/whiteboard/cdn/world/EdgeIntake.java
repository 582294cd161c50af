package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.protect.Gate;
import dev.whiteboard.cdn.protect.Reason;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.proxy.Refusal;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.cdn.proxy.Strangers;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * The intake for clients: what they say of themselves is not believed, routes are held to, limits
 * are, and functions run. One for each event loop.
 *
 * <pre>
 *   route? ─▸ 404     region? ─▸ 451     gate? ─▸ 429, 503     function ─▸ its answer, or on
 * </pre>
 */
final class EdgeIntake implements Intake {
  static final Refusal NO_ROUTE =
      new Refusal(Kind.FORBIDDEN, Problem.of(404, "Not found", "Nothing is served here."), false);

  /** RFC 7725. */
  static final Refusal NOT_HERE =
      new Refusal(
          Kind.FORBIDDEN,
          Problem.of(
              451, "Not in this region", "This may not be served in the region of this edge."),
          false);

  private final String region;
  private final Routes routes;
  private final Gate gate;
  private final ClientAddress clients;
  private final RouteFunctions functions;

  EdgeIntake(
      String region, Routes routes, Gate gate, ClientAddress clients, RouteFunctions functions) {
    this.region = region;
    this.routes = routes;
    this.gate = gate;
    this.clients = clients;
    this.functions = functions;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    var address = clients.of(request);
    var own = Strangers.believed(address.getHostAddress(), head);
    var route = routes.match(own);
    if (route.isEmpty()) {
      return new Decision.Refuse(NO_ROUTE);
    }
    if (!route.get().isAllowedIn(region)) {
      return new Decision.Refuse(NOT_HERE);
    }
    return switch (gate.admit(Gate.client(address), own, route.get())) {
      case Gate.Refused refused -> new Decision.Refuse(refusal(refused));
      case Gate.Admitted admitted -> {
        whenOver(request, admitted.done());
        yield admitted(route.get(), admitted);
      }
    };
  }

  private Decision admitted(Route route, Gate.Admitted admitted) {
    return route.function().isEmpty()
        ? new Decision.Serve(
            admitted.request(), new Terms(false, admitted.onMiss(), null, admitted.done()))
        : functions.before(route, admitted);
  }

  /** A tunnel is no request under way: there is a bound of their own for those. */
  private static void whenOver(HttpServerRequest request, Runnable done) {
    if (request.headers().contains(HttpHeaders.UPGRADE)) {
      done.run();
    } else {
      request.response().endHandler(_ -> done.run()).closeHandler(_ -> done.run());
    }
  }

  private static Refusal refusal(Gate.Refused refused) {
    var problem =
        Problem.of(refused.status(), "Too many requests", detail(refused.reason()))
            .withRetryAfter(Duration.ofSeconds(refused.retryAfterSeconds()));
    return new Refusal(kind(refused.reason()), problem, false);
  }

  private static String detail(Reason reason) {
    return switch (reason) {
      case CLIENT_RATE -> "You ask too often.";
      case ROUTE_RATE -> "You ask too often for this.";
      case CLIENT_IN_FLIGHT -> "Too many of your requests are under way.";
      case NODE_IN_FLIGHT -> "Too many requests are under way.";
      case NEW_QUERIES -> "Too many query strings came that nobody asked for before.";
    };
  }

  private static Kind kind(Reason reason) {
    return switch (reason) {
      case CLIENT_RATE -> Kind.CLIENT_RATE;
      case ROUTE_RATE -> Kind.ROUTE_RATE;
      case CLIENT_IN_FLIGHT -> Kind.CLIENT_IN_FLIGHT;
      case NODE_IN_FLIGHT -> Kind.NODE_IN_FLIGHT;
      case NEW_QUERIES -> Kind.NEW_QUERIES;
    };
  }
}
