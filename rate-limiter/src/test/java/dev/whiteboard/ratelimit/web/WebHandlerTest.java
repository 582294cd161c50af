package dev.whiteboard.ratelimit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The handler on a real server: a client says whose limit it is by a header. */
@Timeout(60)
final class WebHandlerTest {
  private static final RequestKey KEY = request -> request.getHeader("X-Key");
  private static final Duration TURN = Duration.ofMillis(400);

  private static EventLoops eventLoops;
  private static WebServer server;
  private static HttpClient client;

  /** Requests that are not answered until somebody does. */
  private static final Queue<RoutingContext> RUNNING = new ConcurrentLinkedQueue<>();

  private static final AtomicInteger QUEUED = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    eventLoops = EventLoops.open();
    var once = handler(Limit.of(Algorithm.GCRA, 2, Duration.ofHours(1)));
    var soon = handler(Limit.of(Algorithm.FIXED_WINDOW, 1, Duration.ofMillis(1_500)));
    var held = handler(Limit.of(Algorithm.CONCURRENCY, 1, Duration.ofHours(1)));
    var queue = handler(Limit.of(Algorithm.LEAKY_QUEUE, 1, TURN).withBurst(2));
    var before = handler(Limit.of(Algorithm.TOKEN_BUCKET, 1, Duration.ofHours(1)));
    server =
        WebServer.start(
            eventLoops.vertx(),
            new WebServerOptions("127.0.0.1", 0, 2),
            eventLoop -> {
              var router = Router.router(eventLoop);
              router.get("/once").handler(once).handler(request -> request.end("done"));
              router.get("/soon").handler(soon).handler(request -> request.end("done"));
              router.get("/held").handler(held).handler(RUNNING::add);
              router.post("/queue").handler(queue);
              router
                  .post("/queue")
                  .handler(BodyHandler.create(false))
                  .handler(WebHandlerTest::echo);
              var first = before.before(router);
              router.get("/before").handler(request -> request.end("done"));
              return request -> {
                if ("/before".equals(request.path())) {
                  first.handle(request);
                } else {
                  router.handle(request);
                }
              };
            });
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static RateLimitHandler handler(Limit limit) {
    return new RateLimitHandler("tests", LocalLimiters.of(limit, System::nanoTime), KEY);
  }

  private static void echo(RoutingContext request) {
    QUEUED.incrementAndGet();
    request.end(request.body().asString());
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.drain(Duration.ofSeconds(1));
    eventLoops.close();
  }

  @Test
  void overTheLimit_isA429ThatSaysWhenToComeBack() {
    var first = get("/once", "a");
    get("/once", "a");
    var denied = get("/once", "a");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("done");
    assertThat(StructuredFields.limits(header(first, "RateLimit")).getFirst().number("r"))
        .isEqualTo(1);
    assertThat(first.headers().firstValue("Retry-After")).isEmpty();
    assertThat(denied.statusCode()).isEqualTo(429);
    assertThat(header(denied, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(Long.parseLong(header(denied, "Retry-After"))).isBetween(1L, 1_800L);
    var policy = StructuredFields.policies(header(denied, "RateLimit-Policy")).getFirst();
    assertThat(policy.name()).isEqualTo("tests");
    assertThat(policy.number("q")).isEqualTo(2);
    assertThat(StructuredFields.limits(header(denied, "RateLimit")).getFirst().number("r"))
        .isZero();
    var problem = new JsonObject(denied.body());
    assertThat(problem.getInteger("status")).isEqualTo(429);
    assertThat(problem.getString("type")).endsWith("#quota-exceeded");
    assertThat(problem.getJsonArray("violated-policies")).isEqualTo(JsonArray.of("tests"));
    assertThat(get("/once", "b").statusCode()).isEqualTo(200);
  }

  @Test
  void retryAfterWaitedOut_isAdmitted() {
    var denied =
        await().pollInSameThread().until(() -> get("/soon", "a"), told -> told.statusCode() == 429);
    var saidAt = System.nanoTime();
    var wait = Duration.ofSeconds(Long.parseLong(header(denied, "Retry-After")));

    assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    await().until(() -> System.nanoTime() - saidAt >= wait.toNanos());
    assertThat(get("/soon", "a").statusCode()).isEqualTo(200);
  }

  @Test
  void queue_waitsForItsTurn_withItsBody() {
    var began = System.nanoTime();
    assertThat(post("/queue", "a", "first").join().body()).isEqualTo("first");
    var body = "second".repeat(10_000);

    var second = post("/queue", "a", body).join();

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TURN.toNanos());
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(body);
  }

  @Test
  void queue_clientLeavesWhileItWaits_othersAreServed() throws Exception {
    post("/queue", "gone", "first").join();
    var before = QUEUED.get();
    try (var socket = send("POST /queue", "gone", "Content-Length: 0\r\n")) {
      socket.shutdownOutput();
    }
    // Those of another key that come later have their turns later.
    post("/queue", "stays", "1").join();
    post("/queue", "stays", "2").join();
    post("/queue", "stays", "3").join();

    assertThat(QUEUED.get()).isBetween(before + 3, before + 4);
  }

  @Test
  void concurrency_isGivenBackAtTheEndOfTheAnswer() {
    var first = getLater("/held", "a");
    var running = nextRunning();
    assertThat(get("/held", "a").statusCode()).isEqualTo(429);

    running.end("done");

    assertThat(first.join().body()).isEqualTo("done");
    var second = getLater("/held", "a");
    nextRunning().end("again");
    assertThat(second.join().body()).isEqualTo("again");
  }

  @Test
  void concurrency_theHandlerFails_isGivenBack() {
    var first = getLater("/held", "c");
    nextRunning().fail(new IllegalStateException("for the test"));
    assertThat(first.join().statusCode()).isEqualTo(500);

    var second = getLater("/held", "c");
    nextRunning().end();
    assertThat(second.join().statusCode()).isEqualTo(200);
  }

  @Test
  void concurrency_theClientLeaves_isGivenBackOnce() throws Exception {
    try (var _ = send("GET /held", "b", "")) {
      nextRunning();
      assertThat(get("/held", "b").statusCode()).isEqualTo(429);
    }
    var second = new AtomicReference<CompletableFuture<?>>();
    await()
        .until(() -> {
          second.set(getLater("/held", "b"));
          await().until(() -> !RUNNING.isEmpty() || second.get().isDone());
          return !RUNNING.isEmpty();
        });

    assertThat(get("/held", "b").statusCode()).isEqualTo(429);
    nextRunning().end();
  }

  @Test
  void noKey_isNotLimited() {
    for (var i = 0; i < 5; i++) {
      var answer = get("/once", null);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("RateLimit")).isEmpty();
      assertThat(get("/before", null).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void before_limitsWhatTheRouterTakes() {
    var first = get("/before", "a");
    var second = get("/before", "a");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "RateLimit")).isNotEmpty();
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(header(second, "Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void before_algorithmThatHasToSeeTheEnd_isRefused() {
    for (var algorithm : new Algorithm[] {Algorithm.CONCURRENCY, Algorithm.LEAKY_QUEUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> handler(Limit.of(algorithm, 1, Duration.ofSeconds(1))).before(_ -> {}));
    }
  }

  private static RoutingContext nextRunning() {
    return await().until(RUNNING::poll, next -> next != null);
  }

  private static HttpResponse<String> get(String path, @Nullable String key) {
    return getLater(path, key).join();
  }

  private static CompletableFuture<HttpResponse<String>> getLater(
      String path, @Nullable String key) {
    var request = request(path);
    return send(key == null ? request : request.header("X-Key", key));
  }

  private static CompletableFuture<HttpResponse<String>> post(
      String path, String key, String body) {
    return send(request(path).header("X-Key", key).POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String path) {
    var url = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
  }

  private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .orTimeout(20, TimeUnit.SECONDS);
  }

  /** A client that can leave. */
  private static Socket send(String line, String key, String headers) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    var text = line + " HTTP/1.1\r\nHost: localhost\r\nX-Key: " + key + "\r\n" + headers + "\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
