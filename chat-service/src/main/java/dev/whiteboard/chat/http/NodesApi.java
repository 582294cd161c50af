package dev.whiteboard.chat.http;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code /api/v1/nodes}, and what lets the page of one node ask another on its host: the page's
 * policy names them, and their answers may be read by it (CORS). No cookie says who asks, so such a
 * page can do nothing that any other client could not.
 */
public final class NodesApi {
  private static final String POLICY = "Content-Security-Policy";
  private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE";

  private static final String HEADERS =
      "authorization, content-type, idempotency-key, tus-resumable, upload-offset, upload-length,"
          + " upload-metadata, upload-checksum";

  private static final String EXPOSED =
      "Location, Retry-After, Content-Disposition, ETag, X-Request-Id, Tus-Resumable,"
          + " Upload-Offset, Upload-Length, Upload-Expires";

  /** How long a browser need not ask again whether it may ask, in seconds. */
  private static final String PREFLIGHT_S_MAX = "600";

  /** Before the routes' own handlers, behind those that all answers go through. */
  private static final int FIRST = -1;

  private final Siblings siblings;

  /** Routes over the nodes of this host. */
  public NodesApi(Siblings siblings) {
    this.siblings = siblings;
  }

  /**
   * Binds the route.
   *
   * @param routes those of this node, of which the answers may be read by the others' pages
   */
  public void mountOn(ServiceRoutes routes) {
    var router = routes.router();
    router.route("/").order(FIRST).handler(this::letPageConnect);
    router.route("/api/*").order(FIRST).handler(this::letSiblingRead);
    routes.route(HttpMethod.GET, "/api/v1/nodes", 0, this::nodes);
  }

  private Reply nodes(RoutingContext request) {
    var here = request.request().localAddress().port();
    return Reply.json(
        200, new JsonObject().put("here", here).put("ports", new JsonArray(siblings.ports())));
  }

  private void letPageConnect(RoutingContext request) {
    var sources = siblings.sources(lower(request.request(), HttpHeaders.HOST).orElse(""));
    request.addHeadersEndHandler(_ -> {
      var headers = request.response().headers();
      var policy = headers.get(POLICY);
      if (policy != null) {
        headers.set(POLICY, policy.replace("connect-src 'self'", "connect-src " + sources));
      }
    });
    request.next();
  }

  private void letSiblingRead(RoutingContext request) {
    var origin = sibling(request.request());
    if (origin.isEmpty()) {
      request.next();
      return;
    }
    request.addHeadersEndHandler(_ ->
        request
            .response()
            .headers()
            .set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get())
            .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
            .add(HttpHeaders.VARY, "Origin"));
    if (isPreflight(request.request())) {
      ServiceRoutes.write(request, preflight());
    } else {
      request.next();
    }
  }

  private Optional<String> sibling(HttpServerRequest request) {
    var host = lower(request, HttpHeaders.HOST).orElse("");
    return lower(request, HttpHeaders.ORIGIN).filter(origin -> siblings.admits(origin, host));
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static Reply preflight() {
    return Reply.empty(204)
        .with(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS.toString(), METHODS)
        .with(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS.toString(), HEADERS)
        .with(HttpHeaders.ACCESS_CONTROL_MAX_AGE.toString(), PREFLIGHT_S_MAX);
  }

  private static Optional<String> lower(HttpServerRequest request, CharSequence header) {
    return Optional.ofNullable(request.getHeader(header))
        .map(text -> text.strip().toLowerCase(Locale.ROOT));
  }
}
