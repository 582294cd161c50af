package dev.whiteboard.kit.http;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A service of nothing but routes, on a free port and two event loops, and a client to it. */
final class TestServer implements AutoCloseable {
  /** Calls that may be under way at once, unless a test says otherwise. */
  static final int CALLS_MAX = 64;

  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final int EVENT_LOOPS = 2;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Closers closers = new Closers();
  private final WebServer server;

  private TestServer(HealthChecks health, int callsMax, Consumer<ServiceRoutes> routes)
      throws IOException {
    var threads = closers.add(new VirtualThreads(callsMax));
    var metrics = closers.add(new Metrics());
    var facets = new Facets(metrics, closers.add(health), pages(), threads);
    var vertx = closers.add(EventLoops.open()).vertx();
    this.server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, EVENT_LOOPS),
            eventLoop -> {
              var own = ServiceRoutes.create(eventLoop, facets);
              routes.accept(own);
              return own.handler();
            });
    closers.add(() -> server.drain(Duration.ofMillis(100)));
    closers.add(client);
  }

  /** With these routes besides the common ones. */
  static TestServer start(Consumer<ServiceRoutes> routes) throws IOException {
    return new TestServer(new HealthChecks(), CALLS_MAX, routes);
  }

  /** With these dependencies. */
  static TestServer start(HealthChecks health) throws IOException {
    return new TestServer(health, CALLS_MAX, _ -> {});
  }

  /** With so many calls under way at most. */
  static TestServer start(int callsMax, Consumer<ServiceRoutes> routes) throws IOException {
    return new TestServer(new HealthChecks(), callsMax, routes);
  }

  int port() {
    return server.port();
  }

  WebServer webServer() {
    return server;
  }

  /** A connection on which anything can be said. */
  RawConnection connect() throws IOException {
    return RawConnection.to(port());
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return sendLater(method, path, body, headers).join();
  }

  CompletableFuture<HttpResponse<String>> sendLater(
      String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(ANSWER_MAX)
            .method(method, body.isEmpty() ? noBody() : ofString(body));
    return client.sendAsync(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  /** The lines of a metric as they are now. */
  String metric(String name) {
    return String.join(
        "\n", get("/metrics").body().lines().filter(line -> line.startsWith(name)).toList());
  }

  @Override
  public void close() {
    closers.close();
  }

  private static Pages pages() {
    return new Pages()
        .add("/", "pages/kit/index.html")
        .add("/assets/kit.js", "pages/kit/kit.js")
        .add("/openapi.yaml", "openapi/kit.yaml");
  }
}
