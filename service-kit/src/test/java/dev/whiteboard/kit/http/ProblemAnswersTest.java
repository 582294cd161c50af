package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.store.AwayStore;
import dev.whiteboard.stack.http.RawConnection.Answer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong: a problem of RFC 9457, with the same headers as all answers. */
final class ProblemAnswersTest {
  private static final int BODY_BYTES_MAX = 100;

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(routes -> {
          routes.route(HttpMethod.GET, "/fine", 0, _ -> Reply.empty(204));
          routes.route(HttpMethod.POST, "/things", BODY_BYTES_MAX, ProblemAnswersTest::length);
          routes.route(
              HttpMethod.GET,
              "/broken",
              0,
              _ -> {
                throw new IllegalStateException("secret text of com.example.Inside");
              });
          routes.route(
              HttpMethod.GET,
              "/error",
              0,
              _ -> {
                throw new StackOverflowError();
              });
          routes.route(HttpMethod.GET, "/nothing", 0, ProblemAnswersTest::nothing);
          routes.route(
              HttpMethod.GET,
              "/away",
              0,
              _ -> {
                throw AwayStore.exception();
              });
          routes.route(
              HttpMethod.GET,
              "/taken",
              0,
              _ -> {
                throw Problem.of(409, "Alias taken", "Another link has it.")
                    .withErrors(List.of(new FieldError("alias", "is taken")))
                    .asException();
              });
          routes
              .bind(HttpMethod.GET, "/loop")
              .handler(_ -> {
                throw new IllegalStateException("secret text of com.example.Inside");
              });
          routes.route(
              HttpMethod.GET,
              "/to/:where",
              0,
              request ->
                  Reply.empty(302).with("Location", "/" + Requests.pathParam(request, "where")));
        });
  }

  private static Reply length(RoutingContext request) {
    return Reply.html(200, Integer.toString(Requests.body(request).length()));
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // as an endpoint that is compiled without it
  private static Reply nothing(RoutingContext request) {
    return null;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The status expected and what is sent, a tilde for each line end. */
  static List<String> requests() {
    return List.of(
        "200 GET / HTTP/1.1~Host: a~~",
        "204 GET /fine HTTP/1.1~Host: a~~",
        "204 OPTIONS / HTTP/1.1~Host: a~~",
        "302 GET /to/here HTTP/1.1~Host: a~~",
        "400 GET / HTTP/1.1~~",
        "400 GET /%zz HTTP/1.1~Host: a~~",
        "400 GET~~",
        "400 \u0016\u0003\u0001\u0002~~",
        "400 GET / HTTP/1.1~Host: a~no colon~~",
        "400 GET / HTTP/1.1~Host: a~bad name: a~~",
        "400 GET / HTTP/1.1~Host: a~A: \u0000~~",
        "400 POST /things HTTP/1.1~Host: a~Content-Length: x~~",
        "400 POST /things HTTP/1.1~Host: a~Content-Length: -1~~",
        "400 POST /things HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~",
        "400 POST /things HTTP/1.1~Host: a~Content-Length: 5~"
            + "Content-Type: application/x-www-form-urlencoded~~a=%zz",
        "404 GET /none HTTP/1.1~Host: a~~",
        "404 GET none HTTP/1.1~Host: a~~",
        "404 OPTIONS * HTTP/1.1~Host: a~~",
        "405 POST / HTTP/1.1~Host: a~Content-Length: 1~~x",
        "405 DELETE /things HTTP/1.1~Host: a~~",
        "405 BREW /health/live HTTP/1.1~Host: a~~",
        "409 GET /taken HTTP/1.1~Host: a~~",
        "413 POST /things HTTP/1.1~Host: a~Content-Length: 101~~",
        "413 POST /things HTTP/1.1~Host: a~Content-Length: 9000000000~~",
        "400 POST /things HTTP/1.1~Host: a~Transfer-Encoding: chunked~~none~",
        "413 POST /things HTTP/1.1~Host: a~Transfer-Encoding: chunked~~65~" + "x".repeat(101) + "~",
        "414 GET /" + "a".repeat(5_000) + " HTTP/1.1~Host: a~~",
        "417 POST /things HTTP/1.1~Host: a~Content-Length: 1~Expect: wonders~~",
        "431 GET / HTTP/1.1~Host: a~A: " + "a".repeat(9_000) + "~~",
        "500 GET /broken HTTP/1.1~Host: a~~",
        "500 GET /error HTTP/1.1~Host: a~~",
        "500 GET /nothing HTTP/1.1~Host: a~~",
        "500 GET /loop HTTP/1.1~Host: a~~",
        "500 GET /to/%0d%0aSet-Cookie:%20a=b HTTP/1.1~Host: a~~",
        "503 GET /away HTTP/1.1~Host: a~~");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void answer_anyRequest_hasTheSafeHeaders_andIsAProblemWhereItIsOne(String statusAndRequest)
      throws IOException {
    var status = Integer.parseInt(statusAndRequest.substring(0, 3));
    var answer = ask(statusAndRequest.substring(4).replace("~", "\r\n"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertSafe(answer);
    if (status >= 400) {
      assertProblem(answer, status);
    }
  }

  private static void assertSafe(Answer answer) {
    assertThat(answer.header("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
    assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
    assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.header("Cross-Origin-Opener-Policy")).hasValue("same-origin");
    assertThat(answer.header("Permissions-Policy")).isPresent();
    assertThat(answer.header("X-Request-Id")).isPresent();
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(answer.header("Server")).isEmpty();
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.header("Cache-Control")).hasValue("no-store");
    var problem = json(answer);
    assertThat(problem.getString("type")).matches("urn:whiteboard:problem:[a-z-]+");
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(problem.getString("instance")).startsWith("/").isNotEqualTo("/bad-request");
    assertThat(problem.getString("requestId")).isEqualTo(answer.header("X-Request-Id").orElse(""));
    assertThat(answer.body())
        .doesNotContain("Exception", "Error\"", "java", "vertx", "netty", "com.example", "secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/broken", "/loop"})
  void get_broken_isLoggedOnceUnderItsId_andToldNothing(String path) throws IOException {
    try (var log = CapturedLog.of(ServiceRoutes.class);
        var connection = server.connect()) {
      var answer = connection.ask("GET " + path + " HTTP/1.1", "X-Request-Id: trace-7");

      assertThat(json(answer).getString("title")).isEqualTo("Internal error");
      assertThat(log.events())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("request failed");
            assertThat(event.getKeyValuePairs())
                .map(Object::toString)
                .containsExactly(
                    "requestId=\"trace-7\"", "method=\"GET\"", "path=\"" + path + "\"");
            assertThat(event.getThrowableProxy().getMessage()).contains("secret text");
          });
    }
  }

  /** A client's fault must not fill the log: anybody can make one. */
  @Test
  void ask_badRequests_logsNothing() throws IOException {
    try (var log = CapturedLog.of(ServiceRoutes.class)) {
      for (var request : requests()) {
        if (request.startsWith("4")) {
          ask(request.substring(4).replace("~", "\r\n"));
        }
      }
      try (var connection = server.connect()) {
        connection.send("POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
      }
      assertThat(server.get("/fine").statusCode()).isEqualTo(204);

      assertThat(log.events()).isEmpty();
    }
  }

  @Test
  void get_storeAway_is503AndSaysWhenToComeBack() throws IOException {
    var answer = ask("GET /away HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).hasValue("2");
    assertThat(json(answer).getString("title")).isEqualTo("Temporarily unavailable");
  }

  @Test
  void get_problem_hasItsFields() throws IOException {
    assertThat(json(ask("GET /taken HTTP/1.1\r\nHost: a\r\n\r\n")).getJsonArray("errors").encode())
        .isEqualTo("[{\"field\":\"alias\",\"detail\":\"is taken\"}]");
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 200", "100, 200", "101, 413"})
  void post_body_isTakenUpToItsBound(int bytes, int status) {
    var answer = server.send("POST", "/things", "x".repeat(bytes));

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.body()).isEqualTo(Integer.toString(bytes));
    }
  }

  @Test
  void post_tooLong_leavesTheConnectionInOrder() throws IOException {
    try (var connection = server.connect()) {
      var head = "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: ";

      connection.send(head + "101\r\n\r\n" + "x".repeat(101));
      assertThat(connection.read().status()).isEqualTo(413);
      connection.send(head + "5\r\n\r\nxxxxx");
      assertThat(connection.read().body()).isEqualTo("5");
    }
  }

  /** What follows is not known to be a request: nothing of it may be taken for one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"
      })
  void ask_badHttp_isAnsweredAndClosed(String request) throws IOException {
    try (var connection = server.connect()) {
      connection.send(request + "GET /fine HTTP/1.1\r\nHost: a\r\n\r\n");

      var answer = connection.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).hasValue("close");
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace-42", "0af7651916cd43dd8448eb211c80319c", "a.b_c-D", "x"})
  void requestId_harmless_isSentBack(String id) throws IOException {
    try (var connection = server.connect()) {
      assertThat(connection.ask("GET /fine HTTP/1.1", "X-Request-Id: " + id).header("X-Request-Id"))
          .hasValue(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no good",
        "a\tb",
        "<script>",
        "a;b",
        "{\"a\":1}",
        "\u00e4",
        "..\\..",
        "a/b",
        "a=b",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void requestId_harmful_isReplaced(String id) throws IOException {
    try (var connection = server.connect()) {
      var answer = connection.ask("GET /none HTTP/1.1", "X-Request-Id: " + id);

      assertThat(answer.header("X-Request-Id").orElseThrow())
          .isNotEqualTo(id)
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-z]+");
    }
  }

  @Test
  void requestId_none_isMadeAndNeverTwice() {
    var ids =
        IntStream.range(0, 100)
            .mapToObj(_ -> server.get("/fine").headers().firstValue("X-Request-Id").orElseThrow())
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void answer_valueFromThePath_cantBecomeAHeader() throws IOException {
    for (var value : List.of("%0d%0aSet-Cookie:a", "%0aSet-Cookie:a", "%0d", "%00", "%c2%85")) {
      var answer = ask("GET /to/" + value + " HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(answer.status()).as(value).isEqualTo(500);
      assertThat(answer.headers()).noneMatch(line -> line.startsWith("Set-Cookie"));
    }
    // U+560A: cut to its low byte, it would be a line feed
    assertThat(ask("GET /to/%E5%98%8ASet-Cookie:a HTTP/1.1\r\nHost: a\r\n\r\n").headers())
        .noneMatch(line -> line.startsWith("Set-Cookie"));
  }

  @Test
  void get_allCallsTaken_is503AtOnce_andHealthAndMetricsAreStillThere() throws Exception {
    var release = new CountDownLatch(1);
    var entered = new CountDownLatch(2);
    try (var node =
        TestServer.start(
            2,
            routes ->
                routes.route(
                    HttpMethod.GET,
                    "/slow",
                    0,
                    _ -> {
                      entered.countDown();
                      release.await();
                      return Reply.empty(204);
                    }))) {
      var first = node.sendLater("GET", "/slow", "");
      var second = node.sendLater("GET", "/slow", "");
      assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

      var refused = node.get("/slow");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(node.get("/metrics").statusCode()).isEqualTo(200);

      release.countDown();
      assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
      assertThat(second.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
      assertThat(node.get("/slow").statusCode()).isEqualTo(204);
    } finally {
      release.countDown();
    }
  }

  private static JsonObject json(Answer answer) {
    return new JsonObject(answer.body());
  }

  private static Answer ask(String request) throws IOException {
    try (var connection = server.connect()) {
      return connection.send(request).read();
    }
  }
}
