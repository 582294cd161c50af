package dev.whiteboard.ratelimit.http;

import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import dev.whiteboard.ratelimit.replay.Replay;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The page and the replay on a free port, and beside them a check that admits twice and then no
 * more.
 */
final class ReplayServer implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final int CHECKS_ADMITTED = 2;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Closers closers = new Closers();
  private final AtomicInteger checks = new AtomicInteger();
  private final WebServer server;

  private ReplayServer() throws IOException {
    var threads = closers.add(new VirtualThreads(64));
    var metrics = closers.add(new Metrics());
    var health = closers.add(new HealthChecks());
    var facets = new Facets(metrics, health, RateLimiterPages.pages(), threads);
    var vertx = closers.add(EventLoops.open()).vertx();
    var replay = new ReplayApi(new Replay(LocalLimiters::of));
    this.server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 1),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              replay.mountOn(routes);
              routes.route(HttpMethod.POST, "/v1/check", 10_000, this::check);
              return routes.handler();
            });
    closers.add(() -> server.drain(Duration.ofMillis(100)));
    closers.add(client);
  }

  static ReplayServer start() throws IOException {
    return new ReplayServer();
  }

  URI url() {
    return server.url();
  }

  HttpResponse<String> post(String path, String body) {
    var request =
        HttpRequest.newBuilder(url().resolve(path))
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(ofString(body))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString()).join();
  }

  private Reply check(RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("domain", "descriptors"));
    var domain = fields.text("domain", 64);
    fields.check();
    if (domain.equals("unknown")) {
      throw Problem.notFound("No rule is for this domain.").asException();
    }
    var remaining = CHECKS_ADMITTED - checks.incrementAndGet();
    var body =
        new JsonObject()
            .put("allowed", remaining >= 0)
            .put("algorithm", "token-bucket")
            .put("remaining", Math.max(0, remaining));
    var reply =
        Reply.json(remaining >= 0 ? 200 : 429, body)
            .with("RateLimit", "\"demo\";r=" + Math.max(0, remaining) + ";t=1")
            .with("RateLimit-Policy", "\"demo\";q=2;w=1");
    return remaining >= 0 ? reply : reply.with("Retry-After", "1");
  }

  @Override
  public void close() {
    closers.close();
  }
}
