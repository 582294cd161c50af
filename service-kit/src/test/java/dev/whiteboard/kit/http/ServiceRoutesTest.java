package dev.whiteboard.kit.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service of nothing but the common routes and a few of its own, over real HTTP. */
final class ServiceRoutesTest {
  private final Closers closers = new Closers();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicBoolean dependencyIsUp = new AtomicBoolean(true);
  private final AtomicInteger slowUnderWay = new AtomicInteger();
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    var vertx = closers.add(EventLoops.open()).vertx();
    var threads = closers.add(new VirtualThreads(4));
    var health = closers.add(new HealthChecks().add("database", this::ask));
    var facets = new ServiceRoutes.Facets(closers.add(new Metrics()), health, new Pages(), threads);
    server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, EventLoops.COUNT),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              routes.route(HttpMethod.POST, "/echo", 100, ServiceRoutesTest::echo);
              routes.route(
                  HttpMethod.GET,
                  "/broken",
                  0,
                  _ -> {
                    throw new IllegalStateException("secret-inside");
                  });
              routes.route(HttpMethod.GET, "/slow", 0, _ -> slow());
              return routes.handler();
            });
    closers.add(() -> server.drain(Duration.ofMillis(500)));
  }

  @AfterEach
  void stop() {
    slowMayEnd.countDown();
    closers.close();
    client.close();
  }

  @Test
  void ready_dependencyDown_is503NamingIt() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    dependencyIsUp.set(false);

    HttpResponse<String> answer;
    do {
      answer = get("/health/ready"); // for a moment the last answer is given again
    } while (answer.statusCode() == 200);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(answer.body()).getJsonArray("down"))
        .isEqualTo(new JsonArray().add("database"));
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_areText_andLabelsAreNotTheClients() throws Exception {
    get("/no/such/path/1");
    get("/no/such/path/2");

    var metrics = get("/metrics");

    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(metrics.body()).contains("jvm_memory_used_bytes", "http_server_requests_seconds");
    assertThat(metrics.body()).doesNotContain("/no/such/path");
  }

  @Test
  void page_asksAgainAndIsNotSentTwice() throws Exception {
    var first = get("/assets/whiteboard.css");
    var etag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
    assertThat(get("/assets/whiteboard.css", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(get("/assets/../pages/whiteboard.css").statusCode()).isEqualTo(404);
    assertThat(get("/assets/%2e%2e/logback.xml").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404",
    "DELETE, /echo, 405",
    "GET, /broken, 500",
  })
  void problem_isOne_andTellsNothingOfTheInside(String method, String path, int status)
      throws Exception {
    var answer = send(request(path).method(method, BodyPublishers.noBody()));
    var problem = new JsonObject(answer.body());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    assertThat(problem.fieldNames())
        .contains("type", "title", "status", "detail", "instance", "requestId");
    assertThat(problem.getString("requestId"))
        .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
    assertThat(answer.body()).doesNotContain("secret-inside", "Exception", "dev.whiteboard");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void body_bounds() throws Exception {
    assertThat(post("/echo", "{\"text\":\"ä\"}").body()).isEqualTo("{\"text\":\"ä\"}");
    assertThat(post("/echo", "{\"text\":\"" + "a".repeat(100) + "\"}").statusCode()).isEqualTo(413);
    assertThat(
            send(request("/echo")
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({"414, 5000, 1", "431, 1, 9000"})
  void requestLineAndHeaders_tooLong_areProblems(int status, int pathChars, int headerChars)
      throws Exception {
    var raw =
        "GET /"
            + "a".repeat(pathChars)
            + " HTTP/1.1\r\nHost: x\r\nX: "
            + "b".repeat(headerChars)
            + "\r\n\r\n";

    assertThat(raw(raw))
        .matches("(?s)HTTP/1\\.[01] " + status + " .*")
        .contains(Problem.MEDIA_TYPE);
  }

  @Test
  void requestId_harmlessIsKept_anyOtherIsReplaced() throws Exception {
    assertThat(get("/health/live", "X-Request-Id", "abc-1").headers().firstValue("X-Request-Id"))
        .hasValue("abc-1");
    assertThat(
            get("/health/live", "X-Request-Id", "a b")
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow())
        .doesNotContain(" ");
  }

  @Test
  void calls_moreThanTheBound_areToldToComeBack() throws Exception {
    var slow = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var i = 0; i < 4; i++) {
      slow.add(client.sendAsync(request("/slow").GET().build(), BodyHandlers.ofString()));
    }
    await().until(() -> slowUnderWay.get() == 4);

    var refused = post("/echo", "{}");
    slowMayEnd.countDown();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    for (var answer : slow) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void drain_inFlight_ends_andNobodyElseIsLetIn() throws Exception {
    var inFlight = client.sendAsync(request("/slow").GET().build(), BodyHandlers.ofString());
    await().until(() -> slowUnderWay.get() == 1);
    var drained = Thread.startVirtualThread(this::drain);

    assertThatThrownBy(
            () -> {
              while (true) {
                new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port()).close();
              }
            })
        .isInstanceOf(IOException.class);
    slowMayEnd.countDown();

    assertThat(inFlight.get().statusCode()).isEqualTo(200);
    assertThat(drained.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void start_portTaken_saysSo() {
    var options = new WebServerOptions("127.0.0.1", server.port(), 1);

    try (var loops = EventLoops.open()) {
      assertThatThrownBy(() -> WebServer.start(loops.vertx(), options, _ -> _ -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + server.port());
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private void ask() throws IOException {
    if (!dependencyIsUp.get()) {
      throw new IOException("down");
    }
  }

  private void drain() {
    try {
      server.drain(Duration.ofSeconds(5));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static Reply echo(RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("text"));
    var text = fields.optionalText("text", 50);
    fields.check();
    return Reply.json(
        200, text.map(t -> new JsonObject().put("text", t)).orElseGet(JsonObject::new));
  }

  private Reply slow() throws InterruptedException {
    slowUnderWay.incrementAndGet();
    slowMayEnd.await();
    return Reply.empty(200);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = request(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
