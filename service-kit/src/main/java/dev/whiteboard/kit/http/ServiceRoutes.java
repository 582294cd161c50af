package dev.whiteboard.kit.http;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.health.Readiness;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.store.StoreAwayException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router that each service starts from: health, metrics, pages, OpenAPI, and the answers to
 * what went wrong. A service adds its own routes with {@link #route}.
 *
 * <p>One for each event loop.
 */
public final class ServiceRoutes {
  private static final Logger log = LoggerFactory.getLogger(ServiceRoutes.class);

  /** A request that has no answer by then gets a 503; below what clients and proxies wait. */
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(8);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Reply LIVE = Reply.json(200, new JsonObject().put("status", "live"));

  private final Vertx vertx;
  private final Router router;
  private final VirtualThreads threads;

  private ServiceRoutes(Vertx vertx, Router router, VirtualThreads threads) {
    this.vertx = vertx;
    this.router = router;
    this.threads = threads;
  }

  /**
   * What a service brings to its common routes.
   *
   * @param metrics what {@code /metrics} prints
   * @param health what {@code /health/ready} asks
   * @param pages its static files, {@code /} and {@code /openapi.yaml} among them
   * @param threads where its endpoints run
   */
  public record Facets(Metrics metrics, HealthChecks health, Pages pages, VirtualThreads threads) {}

  /** Makes the router with the routes that every service has. */
  public static ServiceRoutes create(Vertx vertx, Facets facets) {
    var router = Router.router(vertx);
    var routes = new ServiceRoutes(vertx, router, facets.threads);
    router.route().order(-1).handler(request -> before(request, facets.metrics));
    routes.answerErrors();
    router.get("/health/live").handler(request -> write(request, LIVE));
    routes.route(HttpMethod.GET, "/health/ready", 0, _ -> readiness(facets.health.ready()));
    routes.route(HttpMethod.GET, "/metrics", 0, _ -> metrics(facets.metrics));
    facets.pages.mountOn(router);
    return routes;
  }

  /**
   * Binds an endpoint.
   *
   * @param path as Vert.x Web takes it, {@code /links/:code}
   * @param bodyBytesMax a longer body is answered with 413; 0 where none is expected
   */
  public Route route(HttpMethod method, String path, long bodyBytesMax, Endpoint endpoint) {
    return router
        .route(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(Math.max(1, bodyBytesMax)))
        .handler(request -> answer(request, endpoint));
  }

  /** The handler to give the server: all that has been bound. */
  public Handler<HttpServerRequest> handler() {
    return router;
  }

  /** The router itself, for routes that run on the event loop. */
  public Router router() {
    return router;
  }

  /** Writes a problem as the answer. */
  public static void write(RoutingContext request, Problem problem) {
    write(request, problem.toReply(request.request()));
  }

  /** Writes an answer, unless there is one already or nobody is there to read it. */
  public static void write(RoutingContext request, Reply reply) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    reply.headers().forEach(response::putHeader);
    response.setStatusCode(reply.status()).end(reply.body());
  }

  private static Reply readiness(Readiness readiness) {
    var states = new JsonObject();
    readiness.up().forEach((name, up) -> states.put(name, up ? "up" : "down"));
    return Reply.json(
        readiness.isReady() ? 200 : 503,
        new JsonObject()
            .put("status", readiness.isReady() ? "ready" : "not ready")
            .put("down", new JsonArray(readiness.down()))
            .put("checks", states));
  }

  private static Reply metrics(Metrics metrics) {
    return new Reply(
        200, Map.of("Content-Type", Metrics.MEDIA_TYPE), Buffer.buffer(metrics.scrape()));
  }

  private static void before(RoutingContext request, Metrics metrics) {
    var response = request.response();
    var _ = RequestId.of(request.request()); // puts it on the answer
    SecurityHeaders.addTo(response.headers());
    var sample = metrics.startRequest();
    request.addEndHandler(
        _ -> sample.stop(request.request().method(), routeOf(request), response.getStatusCode()));
    request.next();
  }

  /** The route's pattern: a path as sent would make a time series of each. */
  private static String routeOf(RoutingContext request) {
    var route = request.currentRoute();
    var path = route == null ? null : route.getPath();
    return path == null ? "none" : path;
  }

  private void answer(RoutingContext request, Endpoint endpoint) {
    var timer =
        vertx.setTimer(
            ANSWER_DEADLINE.toMillis(), _ -> write(request, Problem.unavailable(RETRY_AFTER)));
    threads
        .call(vertx, () -> endpoint.handle(request))
        .onComplete(_ -> vertx.cancelTimer(timer))
        .onSuccess(reply -> write(request, reply))
        .onFailure(request::fail);
  }

  private void answerErrors() {
    router.route().failureHandler(request -> write(request, problemOf(request)));
    router.errorHandler(404, request -> write(request, Problem.notFound("Nothing is here.")));
    router.errorHandler(
        405,
        request -> write(request, Problem.of(405, "Method not allowed", "Not with this method.")));
  }

  private static Problem problemOf(RoutingContext request) {
    return switch (request.failure()) {
      case ProblemException expected -> expected.problem();
      case StoreAwayException _ -> Problem.unavailable(RETRY_AFTER);
      case HttpException http -> problemOf(http.getStatusCode());
      case null -> problemOf(request.statusCode());
      default -> unexpected(request);
    };
  }

  private static Problem problemOf(int status) {
    return switch (status) {
      case 400 -> Problem.of(400, "Bad request", "The request is malformed.");
      case 404 -> Problem.notFound("Nothing is here.");
      case 413 -> Problem.of(413, "Content too large", "The body is larger than this takes.");
      default -> Problem.of(status, "Request failed", "The request could not be answered.");
    };
  }

  private static Problem unexpected(RoutingContext request) {
    log.atError()
        .addKeyValue("requestId", RequestId.of(request.request()))
        .addKeyValue("method", request.request().method().name())
        .addKeyValue("path", request.request().path())
        .setCause(request.failure())
        .log("request failed");
    return Problem.of(500, "Internal error", "Something broke here. It has been logged.");
  }
}
