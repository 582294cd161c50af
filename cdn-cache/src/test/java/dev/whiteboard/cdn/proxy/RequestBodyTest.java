package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.proxy.OneEdge.Setup;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body that is longer than is taken: refused at once where it says so, else cut. */
class RequestBodyTest {
  private static final int BYTES_MAX = 10_000;
  private static final String CHUNK = "c".repeat(1_000);
  private static final Duration GENEROUS = Duration.ofSeconds(20);

  private static EventLoops loops;
  private static HttpServer server;
  private static final AtomicReference<RequestBodyTest> RUNNING = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private final AtomicBoolean whole = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();
  private OneEdge edge;

  @BeforeAll
  static void open() throws Exception {
    loops = EventLoops.open();
    server =
        loops
            .vertx()
            .createHttpServer()
            .requestHandler(request -> RUNNING.get().answer(request))
            .listen(0, "127.0.0.1")
            .await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
  }

  @AfterAll
  static void shut() throws Exception {
    loops.close();
  }

  @BeforeEach
  void start() throws IOException {
    RUNNING.set(this);
    edge =
        OneEdge.before(
            loops.vertx(),
            URI.create("http://127.0.0.1:" + server.actualPort()),
            Setup.DEFAULT.withRequestBodyBytesMax(BYTES_MAX));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private void answer(HttpServerRequest request) {
    asked.incrementAndGet();
    request.exceptionHandler(_ -> broken.set(true));
    request.handler(chunk -> received.addAndGet(chunk.length()));
    if ("/early".equals(request.path())) {
      request.response().setChunked(true).write("early");
      return;
    }
    request.endHandler(_ -> {
      whole.set(true);
      request.response().end("thanks");
    });
  }

  @Test
  void length_asLongAsIsTaken_isTaken() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/", "Content-Length: " + BYTES_MAX));
      client.send("x".repeat(BYTES_MAX));
      assertThat(client.read().body()).isEqualTo("thanks");
      assertThat(client.ask("GET /next HTTP/1.1").body()).isEqualTo("thanks");
    }
    assertThat(received.get()).isEqualTo(BYTES_MAX);
    assertThat(edge.meters().of(Kind.BODY_TOO_LARGE)).isZero();
  }

  @Test
  void length_oneTooMany_isRefusedAtOnce_andTheConnectionClosed() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/", "Content-Length: " + (BYTES_MAX + 1)));
      isRefused(client);
    }
    assertThat(asked).hasValue(0);
    assertThat(edge.meters().of(Kind.BODY_TOO_LARGE)).isOne();
  }

  /** A client that reads once it has sent all finds the answer, and no reset connection. */
  @Test
  void length_tooMany_sentWithoutLooking_isToldEvenSo() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/", "Content-Length: " + 20 * BYTES_MAX) + "x".repeat(20 * BYTES_MAX));
      isRefused(client);
    }
  }

  @Test
  void chunks_asManyAsAreTaken_areTaken() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/", "Transfer-Encoding: chunked"));
      for (var sent = 0; sent < BYTES_MAX; sent += CHUNK.length()) {
        client.send(chunk());
      }
      assertThat(client.send("0\r\n\r\n").read().body()).isEqualTo("thanks");
    }
    assertThat(received.get()).isEqualTo(BYTES_MAX);
  }

  @Test
  void chunks_oneTooMany_areCut_andTheOriginSeesNoWholeBody() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/", "Transfer-Encoding: chunked"));
      for (var sent = 0; sent <= BYTES_MAX; sent += CHUNK.length()) {
        client.send(chunk());
      }
      isRefused(client);
    }
    isBrokenOff();
    assertThat(edge.meters().of(Kind.BODY_TOO_LARGE)).isOne();
  }

  @Test
  void chunks_tooManyAfterTheAnswerBegan_endBoth() throws Exception {
    try (var client = RawConnection.to(edge.port())) {
      client.send(post("/early", "Transfer-Encoding: chunked") + chunk());
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(client.readChunk()).isEqualTo("early");
      for (var sent = 0; sent <= BYTES_MAX; sent += CHUNK.length()) {
        client.send(chunk());
      }
      assertThat(client.isClosedByServer()).isTrue();
    }
    isBrokenOff();
    assertThat(edge.meters().of(Kind.BODY_TOO_LARGE)).isOne();
  }

  @Test
  void http2_length_isRefusedAtOnce_andOtherStreamsGoOn() throws Exception {
    var client = http2();
    var long2 =
        client
            .request(HttpMethod.POST, edge.port(), "127.0.0.1", "/")
            .await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
    long2.putHeader("content-length", Long.toString(BYTES_MAX + 1));
    long2.writeHead();
    isRefused(long2.response().await(GENEROUS.toSeconds(), TimeUnit.SECONDS));
    assertThat(asked).hasValue(0);
    isServed(client);
    client.close().await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void http2_tooMany_isCut_andOtherStreamsGoOn() throws Exception {
    var client = http2();
    var endless =
        client
            .request(HttpMethod.POST, edge.port(), "127.0.0.1", "/")
            .await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
    var reset = new AtomicBoolean();
    endless.exceptionHandler(_ -> reset.set(true));
    endless.setChunked(true);
    for (var sent = 0; sent <= BYTES_MAX; sent += CHUNK.length()) {
      endless.write(Buffer.buffer(CHUNK));
    }
    isRefused(endless.response().await(GENEROUS.toSeconds(), TimeUnit.SECONDS));
    isBrokenOff();
    await().atMost(GENEROUS).untilTrue(reset);
    assertThat(edge.meters().of(Kind.BODY_TOO_LARGE)).isOne();
    isServed(client);
    client.close().await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
  }

  private static HttpClient http2() {
    return loops
        .vertx()
        .createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
  }

  private void isServed(HttpClient client) throws Exception {
    var body =
        client
            .request(HttpMethod.POST, edge.port(), "127.0.0.1", "/")
            .compose(request -> request.send("short").compose(HttpClientResponse::body))
            .await(GENEROUS.toSeconds(), TimeUnit.SECONDS);
    assertThat(body.toString()).isEqualTo("thanks");
  }

  private static void isRefused(HttpClientResponse answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.getHeader("content-type")).startsWith("application/problem+json");
  }

  private static void isRefused(RawConnection client) throws IOException {
    var answer = client.read();
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(413);
    assertThat(client.isClosedByServer()).isTrue();
  }

  private void isBrokenOff() {
    await().atMost(GENEROUS).untilTrue(broken);
    assertThat(whole).isFalse();
    assertThat(received.get()).isLessThanOrEqualTo(BYTES_MAX);
  }

  private static String post(String path, String length) {
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\n" + length + "\r\n\r\n";
  }

  private static String chunk() {
    return Integer.toHexString(CHUNK.length()) + "\r\n" + CHUNK + "\r\n";
  }
}
