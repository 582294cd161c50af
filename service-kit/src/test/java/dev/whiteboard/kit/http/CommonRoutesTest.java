package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.health.HealthChecks;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, metrics, pages and OpenAPI, as each service has them. */
final class CommonRoutesTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(routes -> {
          routes.route(HttpMethod.GET, "/teas/:name", 0, _ -> Reply.html(200, "tea"));
          routes.route(HttpMethod.PUT, "/teas/:name", 10, _ -> Reply.empty(204));
          routes.route(
              HttpMethod.GET,
              "/broken/:name",
              0,
              _ -> {
                throw new IllegalStateException("broken");
              });
        });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void live_always_is200() {
    var answer = server.get("/health/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject().put("status", "live"));
  }

  @Test
  void ready_allUp_is200AndListsThem() throws IOException {
    var health = new HealthChecks().add("one", () -> {}).add("other", () -> {});
    try (var node = TestServer.start(health)) {
      var answer = node.get("/health/ready");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(answer.body()))
          .isEqualTo(
              new JsonObject(
                  """
                  {"status": "ready", "down": [], "checks": {"one": "up", "other": "up"}}
                  """));
    }
  }

  @Test
  void ready_oneDown_is503NamingIt_andLiveIsStill200() throws IOException {
    var health =
        new HealthChecks()
            .add("one", () -> {})
            .add(
                "other",
                () -> {
                  throw new IOException("password of 10.1.2.3 is secret");
                });
    try (var node = TestServer.start(health)) {
      var answer = node.get("/health/ready");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(answer.body()))
          .isEqualTo(
              new JsonObject(
                  """
                  {"status": "not ready", "down": ["other"],
                   "checks": {"one": "up", "other": "down"}}
                  """));
      assertThat(node.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ready_oneHangs_is503WithinItsDeadline() throws IOException {
    var never = new CountDownLatch(1);
    try (var node = TestServer.start(new HealthChecks().add("slow", never::await))) {
      var startedNanos = System.nanoTime();
      var answer = node.get("/health/ready");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"down\":[\"slow\"]");
      assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
          .isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void metrics_arePrometheusText() {
    server.get("/teas/green");
    var answer = server.get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge", "# HELP ");
    assertThat(answer.body().lines())
        .allMatch(line ->
            line.startsWith("# ") || line.matches("[a-z0-9_]+(\\{[^}]+\\})? ([-+0-9.E]+|NaN)"));
    assertThat(server.metric("http_server_requests_seconds_count"))
        .contains("method=\"GET\",route=\"/teas/:name\",status=\"200\"");
  }

  @Test
  void metrics_failedRequest_isCountedUnderItsRoute() {
    try (var _ = CapturedLog.of(ServiceRoutes.class)) {
      server.get("/broken/cup");
      server.send("PUT", "/teas/green", "far too much for this");
    }

    assertThat(server.metric("http_server_requests_seconds_count"))
        .contains("method=\"GET\",route=\"/broken/:name\",status=\"500\"")
        .contains("method=\"PUT\",route=\"/teas/:name\",status=\"413\"");
  }

  /** A client makes up paths and methods; a label that grew with them would eat the memory. */
  @Test
  void metrics_madeUpPathsAndMethods_areOneSeriesEach() throws IOException {
    try (var node =
            TestServer.start(
                routes -> routes.route(HttpMethod.GET, "/teas/:name", 0, _ -> Reply.empty(204)));
        var connection = node.connect()) {
      for (var i = 0; i < 50; i++) {
        assertThat(connection.ask("GET /made/up/" + i + " HTTP/1.1").status()).isEqualTo(404);
        assertThat(connection.ask("MADEUP" + i + " /teas/" + i + " HTTP/1.1").status())
            .isEqualTo(405);
        assertThat(connection.ask("MADEUP" + i + " /x/" + i + " HTTP/1.1").status()).isEqualTo(404);
      }

      assertThat(node.metric("http_server_requests_seconds_count").lines())
          .containsExactlyInAnyOrder(
              "http_server_requests_seconds_count"
                  + "{method=\"GET\",route=\"none\",status=\"404\"} 50",
              "http_server_requests_seconds_count"
                  + "{method=\"other\",route=\"/teas/:name\",status=\"405\"} 50",
              "http_server_requests_seconds_count"
                  + "{method=\"other\",route=\"none\",status=\"404\"} 50");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, <p>A page.</p>",
    "/assets/kit.js, text/javascript; charset=utf-8, export const answer",
    "/assets/dom.js, text/javascript; charset=utf-8, export const byId",
    "/assets/request.js, text/javascript; charset=utf-8, export class Problem",
    "/assets/whiteboard.css, text/css; charset=utf-8, {",
    "/assets/whiteboard.svg, image/svg+xml, <svg",
    "/openapi.yaml, application/yaml, openapi: 3.1.0",
  })
  void pages_known_haveTheirMediaType(String path, String mediaType, String content) {
    var answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(mediaType);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(answer.body()).contains(content);
  }

  @Test
  void pages_unchanged_are304WithoutABody() {
    var etag = server.get("/").headers().firstValue("ETag").orElseThrow();

    assertThat(etag).matches("\"[0-9a-f]{16}\"");
    for (var known : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
      var again = server.get("/", "If-None-Match", known);
      assertThat(again.statusCode()).as(known).isEqualTo(304);
      assertThat(again.headers().firstValue("ETag")).hasValue(etag);
      assertThat(again.headers().firstValue("Cache-Control")).hasValue("no-cache");
      assertThat(again.headers().firstValue("Content-Length")).isEmpty();
      assertThat(again.body()).isEmpty();
    }
  }

  @Test
  void pages_anotherEtag_areSentWhole() {
    assertThat(server.get("/", "If-None-Match", "\"0123456789abcdef\"").statusCode())
        .isEqualTo(200);
    assertThat(server.get("/assets/kit.js").headers().firstValue("ETag"))
        .isNotEqualTo(server.get("/").headers().firstValue("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/",
        "/assets/../../pom.xml",
        "/assets/..%2f..%2fpom.xml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..\\..\\pom.xml",
        "//etc/passwd",
        "/assets//etc/passwd",
        "/pages/kit/index.html",
        "/assets/kit.js%00.html",
        "/index.html",
        "/META-INF/services/ch.qos.logback.classic.spi.Configurator"
      })
  void pages_outOfThem_nothingIsReached(String path) throws IOException {
    try (var connection = server.connect()) {
      assertThat(connection.ask("GET " + path + " HTTP/1.1").status()).isEqualTo(404);
    }
  }

  @Test
  void add_unknownKindOrMissing_isRefusedByName() {
    var pages = new Pages();

    assertThatThrownBy(() -> pages.add("/x", "pages/kit/x.exe")).hasMessageContaining("x.exe");
    assertThatThrownBy(() -> pages.add("/x", "pages/kit/x.css")).hasMessageContaining("x.css");
  }

  /** What a monitor sends that wants no body. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/openapi.yaml", "/health/live", "/health/ready", "/teas/x", "/none"})
  void head_anywhere_isAGetWithoutItsBody(String path) throws IOException {
    try (var connection = server.connect()) {
      connection.send("HEAD " + path + " HTTP/1.1\r\nHost: test\r\nX-Request-Id: same\r\n\r\n");
      var head = connection.readHead();
      var get = connection.ask("GET " + path + " HTTP/1.1", "X-Request-Id: same");

      assertThat(head.status()).isEqualTo(get.status());
      assertThat(head.headers()).containsExactlyInAnyOrderElementsOf(get.headers());
    }
  }

  @Test
  void head_metrics_isAGetWithoutItsBody() {
    var head = server.send("HEAD", "/metrics", "");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, 'GET, HEAD, OPTIONS'",
    "/health/ready, 'GET, HEAD, OPTIONS'",
    "/teas/green, 'GET, HEAD, OPTIONS, PUT'",
  })
  void options_known_saysWhatMayBeDone_asDoes405(String path, String allowed) {
    var options = server.send("OPTIONS", path, "");
    var refused = server.send("DELETE", path, "");

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue(allowed);
  }

  @Test
  void options_unknown_is404() {
    assertThat(server.send("OPTIONS", "/none", "").statusCode()).isEqualTo(404);
  }
}
