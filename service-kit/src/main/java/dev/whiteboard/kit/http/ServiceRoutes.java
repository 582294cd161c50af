package dev.whiteboard.kit.http;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.health.Readiness;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.store.StoreAwayException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router that each service starts from: health, metrics, pages, OpenAPI, and the answers to
 * what went wrong. A service adds its own routes with {@link #route} and {@link #stream}.
 *
 * <p>One for each event loop.
 */
public final class ServiceRoutes {
  private static final Logger log = LoggerFactory.getLogger(ServiceRoutes.class);

  /** A request that has no answer by then gets a 503; below what clients and proxies wait. */
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(8);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Problem METHOD_NOT_ALLOWED =
      Problem.of(405, "Method not allowed", "Not with this method.");

  private static final Reply LIVE = Reply.json(200, new JsonObject().put("status", "live"));

  /** A stream that is not at its end by then is cut off. */
  private static final Duration STREAM_DEADLINE = Duration.ofMinutes(10);

  /** Streams last long: with threads of their own they leave the others to those who are quick. */
  private static final VirtualThreads STREAMS = new VirtualThreads(16);

  /** Of bodies that are read as they come: each holds a window of its body, 128 KB. */
  private static final VirtualThreads UPLOADS = new VirtualThreads(128);

  /** So long a body is passed over whose answer is given. */
  private static final Duration SKIP_MAX = Duration.ofSeconds(5);

  /** Health and metrics have threads of their own: they tell most when all others are taken. */
  private static final VirtualThreads PROBES = new VirtualThreads(64);

  private final Vertx vertx;
  private final Router router;
  private final VirtualThreads threads;

  /** What each path takes. */
  private final Map<String, Set<String>> methods = new HashMap<>();

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
    routes.bind(HttpMethod.GET, "/health/live").handler(request -> write(request, LIVE));
    routes.probe("/health/ready", _ -> readiness(facets.health.ready()));
    routes.probe("/metrics", _ -> metrics(facets.metrics));
    facets.pages.mountOn(routes);
    return routes;
  }

  /**
   * Binds an endpoint.
   *
   * @param path as Vert.x Web takes it, {@code /links/:code}
   * @param bodyBytesMax a longer body is answered with 413; 0 where none is expected
   */
  public Route route(HttpMethod method, String path, long bodyBytesMax, Endpoint endpoint) {
    return bind(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(Math.max(1, bodyBytesMax)))
        .handler(request -> answer(request, endpoint, threads));
  }

  /**
   * Binds an endpoint that reads and answers line by line, a few at a time on all event loops.
   *
   * @param path as Vert.x Web takes it
   * @param lineBytesMax a longer line is told to be too long; the body as a whole is not bounded
   */
  public Route stream(HttpMethod method, String path, int lineBytesMax, StreamEndpoint endpoint) {
    return bind(method, path).handler(request -> stream(request, lineBytesMax, endpoint));
  }

  /**
   * Binds an endpoint that reads its body as it comes, a bounded number at a time on all event
   * loops. A body may take 10 minutes as long as something comes every few seconds.
   *
   * @param path as Vert.x Web takes it
   */
  public Route upload(HttpMethod method, String path, UploadEndpoint endpoint) {
    return bind(method, path).handler(request -> upload(request, endpoint));
  }

  /**
   * Binds a path; the handlers are the caller's to add and run on the event loop. A HEAD is handled
   * as a GET, and its answer loses its body on the way out.
   */
  public Route bind(HttpMethod method, String path) {
    var taken = methods.computeIfAbsent(path, this::answerOtherMethods);
    taken.add(method.name());
    var route = router.route(method, path).failureHandler(ServiceRoutes::answerFailure);
    if (method.equals(HttpMethod.GET)) {
      taken.add(HttpMethod.HEAD.name());
      route.method(HttpMethod.HEAD);
    }
    return route;
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
    DirectAnswers.write(request.request(), reply);
  }

  private void probe(String path, Endpoint endpoint) {
    bind(HttpMethod.GET, path).handler(request -> answer(request, endpoint, PROBES));
  }

  /** Comes last on its path: what gets there has a method that nothing was bound to. */
  private Set<String> answerOtherMethods(String path) {
    var taken = new TreeSet<>(Set.of(HttpMethod.OPTIONS.name()));
    router.route(path).last().handler(request -> write(request, otherMethod(request, taken)));
    return taken;
  }

  private static Reply otherMethod(RoutingContext request, Set<String> taken) {
    var answer =
        request.request().method().equals(HttpMethod.OPTIONS)
            ? Reply.empty(204)
            : METHOD_NOT_ALLOWED.toReply(request.request());
    return answer.with("Allow", String.join(", ", taken));
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

  private void answer(RoutingContext request, Endpoint endpoint, VirtualThreads threads) {
    var timer =
        vertx.setTimer(
            ANSWER_DEADLINE.toMillis(), _ -> write(request, Problem.unavailable(RETRY_AFTER)));
    threads
        .call(vertx, () -> endpoint.handle(request))
        .onComplete(_ -> vertx.cancelTimer(timer))
        .map(reply -> {
          write(request, reply);
          return reply;
        })
        .onFailure(request::fail);
  }

  private void stream(RoutingContext request, int lineBytesMax, StreamEndpoint endpoint) {
    var eventLoop = vertx.getOrCreateContext();
    var lines = BodyLines.of(request.request(), eventLoop, lineBytesMax);
    var reply = new ReplyStream(request.request(), eventLoop);
    var connection = request.request().connection();
    var timer = vertx.setTimer(STREAM_DEADLINE.toMillis(), _ -> connection.close());
    request.addEndHandler(_ -> vertx.cancelTimer(timer));
    if ("100-continue".equalsIgnoreCase(request.request().getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    STREAMS
        .call(vertx, () -> run(request, lines, reply, endpoint))
        .onSuccess(ReplyStream::finish)
        .onFailure(e -> breakOff(request, lines, reply, e));
  }

  private void upload(RoutingContext request, UploadEndpoint endpoint) {
    var connection = request.request().connection();
    var body = BodyBytes.of(request.request(), vertx.getOrCreateContext()).askedFor();
    BodyBytes.beginReading(connection);
    var timer = vertx.setTimer(STREAM_DEADLINE.toMillis(), _ -> connection.close());
    request.addEndHandler(_ -> vertx.cancelTimer(timer));
    UPLOADS
        .call(vertx, () -> endpoint.handle(request, body))
        .onSuccess(reply -> write(request, reply))
        .onFailure(request::fail)
        .onComplete(_ -> endUpload(request.request(), body));
  }

  /** Closed before it has sent all, many a client would not read its answer. */
  private void endUpload(HttpServerRequest request, BodyBytes body) {
    BodyBytes.endReading(request.connection());
    body.skipRest();
    if (!request.isEnded()) {
      var timer = vertx.setTimer(SKIP_MAX.toMillis(), _ -> request.connection().close());
      request.end().onComplete(_ -> vertx.cancelTimer(timer));
    }
  }

  private static ReplyStream run(
      RoutingContext request, BodyLines lines, ReplyStream reply, StreamEndpoint endpoint)
      throws Exception {
    endpoint.handle(request, lines, reply);
    if (!reply.isStarted()) {
      throw new IllegalStateException("a stream's endpoint has answered nothing");
    }
    return reply;
  }

  private static void breakOff(
      RoutingContext request, BodyLines lines, ReplyStream reply, Throwable failure) {
    if (!reply.isStarted()) {
      lines.skipRest();
      request.fail(failure);
      return;
    }
    if (!(failure instanceof StreamBrokenException)) {
      var _ = unexpected(request, failure);
    }
    reply.cutOff();
  }

  /** For what fails outside a route of ours, or before one is found. */
  private void answerErrors() {
    router.route().last().failureHandler(ServiceRoutes::answerFailure);
    router.errorHandler(400, request -> write(request, problemOf(400)));
    router.errorHandler(404, request -> write(request, problemOf(404)));
    router.errorHandler(405, request -> write(request, METHOD_NOT_ALLOWED));
    router.errorHandler(500, request -> write(request, unexpected(request, request.failure())));
  }

  private static void answerFailure(RoutingContext request) {
    write(request, problemOf(request));
  }

  private static Problem problemOf(RoutingContext request) {
    return switch (request.failure()) {
      case ProblemException expected -> expected.problem();
      case StoreAwayException _ -> Problem.unavailable(RETRY_AFTER);
      case HttpException http -> problemOf(http.getStatusCode());
      case HttpClosedException _ -> problemOf(400); // which nobody is there to read
      case StreamBrokenException _ -> problemOf(400);
      case NumberFormatException _ when !request.request().isEnded() -> // a chunk of no length
          problemOf(400);
      case null -> problemOf(request.statusCode());
      default ->
          isClientsFault(request.statusCode())
              ? problemOf(request.statusCode())
              : unexpected(request, request.failure());
    };
  }

  private static boolean isClientsFault(int status) {
    return 400 <= status && status < 500;
  }

  private static Problem problemOf(int status) {
    return switch (status) {
      case 400 -> Problem.of(400, "Bad request", "The request is malformed.");
      case 404 -> Problem.notFound("Nothing is here.");
      case 413 -> Problem.of(413, "Content too large", "The body is larger than this takes.");
      default -> Problem.of(status, "Request failed", "The request could not be answered.");
    };
  }

  private static Problem unexpected(RoutingContext request, @Nullable Throwable failure) {
    log.atError()
        .addKeyValue("requestId", RequestId.of(request.request()))
        .addKeyValue("method", request.request().method().name())
        .addKeyValue("path", request.request().path())
        .setCause(failure)
        .log("request failed");
    return Problem.of(500, "Internal error", "Something broke here. It has been logged.");
  }
}
