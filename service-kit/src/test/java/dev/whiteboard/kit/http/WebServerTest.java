package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class WebServerTest {
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private static EventLoops eventLoops;
  private static TestServer server;
  private static final CountDownLatch FIRST_MAY_END = new CountDownLatch(1);

  @BeforeAll
  static void start() throws IOException {
    eventLoops = EventLoops.open();
    server =
        TestServer.start(routes -> {
          routes.route(
              HttpMethod.GET,
              "/first",
              0,
              _ -> {
                FIRST_MAY_END.await();
                return Reply.html(200, "first");
              });
          routes.route(
              HttpMethod.GET,
              "/second",
              0,
              _ -> {
                FIRST_MAY_END.countDown();
                return Reply.html(200, "second");
              });
          routes.route(
              HttpMethod.POST,
              "/echo",
              10,
              request -> Reply.html(200, Requests.body(request).toString()));
        });
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    eventLoops.close();
  }

  @Test
  void start_severalEventLoops_eachServes() throws Exception {
    var loops = 3;
    Set<Thread> served = ConcurrentHashMap.newKeySet();
    try (var vertx = eventLoops(loops)) {
      var node =
          start(
              vertx.vertx(),
              0,
              loops,
              request -> {
                served.add(Thread.currentThread());
                request.response().end();
              });

      for (var i = 0; i < 2 * loops; i++) {
        try (var connection = RawConnection.to(node.port())) {
          assertThat(connection.ask("GET / HTTP/1.1").status()).isEqualTo(200);
        }
      }

      assertThat(served).hasSize(loops);
    }
  }

  @Test
  void start_handlers_areOneEachEventLoop() throws Exception {
    Set<Thread> madeOn = ConcurrentHashMap.newKeySet();
    try (var vertx = eventLoops(2)) {
      WebServer.start(
          vertx.vertx(),
          new WebServerOptions("127.0.0.1", 0, 2),
          _ -> {
            madeOn.add(Thread.currentThread());
            return request -> request.response().end();
          });

      assertThat(madeOn).hasSize(2);
    }
  }

  @Test
  void start_portTaken_saysSoAndWhich() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();

      assertThatThrownBy(() -> start(eventLoops.vertx(), port, 2, WebServerTest::answerOne))
          .isInstanceOf(BindException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + port + ": it is taken")
          .hasNoCause();
    }
  }

  @Test
  void start_addressOfAnotherMachine_saysSo() {
    var options = new WebServerOptions("192.0.2.1", 0, 1);

    assertThatThrownBy(
            () -> WebServer.start(eventLoops.vertx(), options, _ -> WebServerTest::answerOne))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1:0: ")
        .hasMessageNotContaining("taken");
  }

  @Test
  void start_hostThatIsNone_saysSo() {
    var options = new WebServerOptions("no.such.host.invalid", 0, 1);

    assertThatThrownBy(
            () -> WebServer.start(eventLoops.vertx(), options, _ -> WebServerTest::answerOne))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  @Test
  void start_twoOnFreePorts_doNotShareOne() throws Exception {
    var one = start(eventLoops.vertx(), 0, 2, WebServerTest::answerOne);
    var other = start(eventLoops.vertx(), 0, 2, request -> request.response().end("other"));
    try {
      assertThat(one.port()).isNotEqualTo(other.port());
      for (var i = 0; i < 4; i++) {
        assertThat(body(one)).isEqualTo("one");
        assertThat(body(other)).isEqualTo("other");
      }
    } finally {
      one.drain(AT_ONCE);
      other.drain(AT_ONCE);
    }
  }

  @Test
  void options_noEventLoop_areRefused() {
    assertThatThrownBy(() -> new WebServerOptions("127.0.0.1", 0, 0)).hasMessageContaining("0");
  }

  @Test
  void send_pipelined_isAnsweredInOrder() throws IOException {
    try (var connection = server.connect();
        var other = server.connect()) {
      var rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
      connection.send("GET /first" + rest + "GET /health/live" + rest + "GET /none" + rest);
      other.ask("GET /second HTTP/1.1");

      assertThat(connection.read().body()).isEqualTo("first");
      assertThat(connection.read().body()).contains("live");
      assertThat(connection.read().status()).isEqualTo(404);
    }
  }

  @Test
  void send_bodyAfterBody_onOneConnection_isReadInParts() throws IOException {
    try (var connection = server.connect()) {
      var chunked = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      var whole = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";

      connection.send(chunked + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n" + whole + "def");

      assertThat(connection.read().body()).isEqualTo("abc");
      assertThat(connection.read().body()).isEqualTo("def");
    }
  }

  @Test
  void send_expectContinue_isAskedForTheBodyOnce() throws IOException {
    try (var connection = server.connect()) {
      connection.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.readHead().status()).isEqualTo(100);

      connection.send("abc");
      var answer = connection.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("abc");
    }
  }

  @Test
  void send_expectContinueWithABodyTooLong_isNotAskedForIt() throws IOException {
    try (var connection = server.connect()) {
      connection.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");

      assertThat(connection.readHead().status()).isEqualTo(413);
    }
  }

  @Test
  void send_http10_isAnsweredAndClosed() throws IOException {
    try (var connection = server.connect()) {
      connection.send("GET /health/live HTTP/1.0\r\n\r\n");

      assertThat(connection.read().status()).isEqualTo(200);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @Test
  void send_connectionClose_isAnsweredAndClosed() throws IOException {
    try (var connection = server.connect()) {
      assertThat(connection.ask("GET / HTTP/1.1", "Connection: close").status()).isEqualTo(200);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  /** HTTP/2 would go past the bounds on lines, headers and requests at a time. */
  @Test
  void send_upgradeToHttp2_staysHttp11() throws Exception {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var connection = server.connect()) {
      var url = URI.create("http://127.0.0.1:" + server.port() + "/health/live");
      var answer = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);

      connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(connection.readHead().status()).isBetween(400, 505);
    }
  }

  @Test
  void drain_inFlight_endsWhileNewConnectionsAreRefused() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var node =
            TestServer.start(routes ->
                routes.route(
                    HttpMethod.GET,
                    "/slow",
                    0,
                    _ -> {
                      entered.countDown();
                      release.await();
                      return Reply.html(200, "done");
                    }));
        var idle = node.connect();
        var busy = node.connect()) {
      assertThat(idle.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
      busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      entered.await();

      var drained = drain(node.webServer(), Duration.ofSeconds(10));
      await()
          .untilAsserted(() -> assertThatThrownBy(node::connect).isInstanceOf(IOException.class));
      assertThat(idle.isClosedByServer()).isTrue();
      assertThat(drained.isAlive()).isTrue();

      release.countDown();
      assertThat(busy.read().body()).isEqualTo("done");
      assertThat(busy.isClosedByServer()).isTrue();
      assertThat(drained.join(Duration.ofSeconds(2))).isTrue();
    } finally {
      release.countDown();
    }
  }

  @Test
  void drain_stuckRequest_isCutOffAtTheDeadline() throws Exception {
    var entered = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    try (var node =
            TestServer.start(routes ->
                routes.route(
                    HttpMethod.GET,
                    "/stuck",
                    0,
                    _ -> {
                      entered.countDown();
                      never.await();
                      return Reply.empty(204);
                    }));
        var stuck = node.connect()) {
      stuck.send("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n");
      entered.await();

      var startedNanos = System.nanoTime();
      node.webServer().drain(Duration.ofMillis(700));

      assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
          .isBetween(Duration.ofMillis(600), Duration.ofMillis(1_900));
      assertThat(stuck.isClosedByServer()).isTrue();
    }
  }

  @Test
  void drain_onlyIdleConnections_takesNoTime() throws Exception {
    try (var node = TestServer.start(_ -> {});
        var idle = node.connect();
        var silent = node.connect()) {
      assertThat(idle.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);

      var startedNanos = System.nanoTime();
      node.webServer().drain(Duration.ofSeconds(10));

      assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
          .isLessThan(Duration.ofSeconds(2));
      assertThat(silent.isClosedByServer()).isTrue();
    }
  }

  /** As many as a test wants, not as the machine has. */
  private static EventLoops eventLoops(int count) {
    return new EventLoops(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(count)));
  }

  private static Thread drain(WebServer server, Duration deadline) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            server.drain(deadline);
          } catch (TimeoutException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static WebServer start(
      Vertx vertx, int port, int eventLoops, Handler<HttpServerRequest> handler)
      throws IOException {
    return WebServer.start(
        vertx, new WebServerOptions("127.0.0.1", port, eventLoops), _ -> handler);
  }

  private static void answerOne(HttpServerRequest request) {
    request.response().end("one");
  }

  private static String body(WebServer server) throws IOException {
    try (var connection = RawConnection.to(server.port())) {
      return connection.ask("GET / HTTP/1.1").body();
    }
  }
}
