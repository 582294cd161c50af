package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.http.BodyLines.Line;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextImpl;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies read and answered line by line. Some wait for real deadlines, so all go side by side. */
@Execution(ExecutionMode.CONCURRENT)
final class StreamsTest {
  private static final int LINE_BYTES_MAX = 10;
  private static final int LINES_MAX = 3;

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static final AtomicLong LINES_READ = new AtomicLong();

  /** How the endpoint under {@code /watched} ended. */
  private static final CompletableFuture<Throwable> WATCHED = new CompletableFuture<>();

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(routes -> {
          routes.stream(HttpMethod.POST, "/echo", LINE_BYTES_MAX, StreamsTest::echo);
          routes.stream(HttpMethod.POST, "/watched", LINE_BYTES_MAX, StreamsTest::watched);
          routes.stream(HttpMethod.POST, "/count", LINE_BYTES_MAX, StreamsTest::count);
          routes.stream(HttpMethod.POST, "/flood", LINE_BYTES_MAX, StreamsTest::flood);
          routes.stream(HttpMethod.POST, "/refused", LINE_BYTES_MAX, StreamsTest::refused);
          routes.stream(HttpMethod.POST, "/breaks", LINE_BYTES_MAX, StreamsTest::breaks);
          routes.stream(HttpMethod.POST, "/first", LINE_BYTES_MAX, StreamsTest::first);
        });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void echo(RoutingContext request, BodyLines lines, ReplyStream reply) {
    reply.start(200, Map.of());
    for (var some = lines.take(LINES_MAX); !some.isEmpty(); some = lines.take(LINES_MAX)) {
      some.forEach(line -> reply.write(Buffer.buffer("[" + text(line) + "]")));
    }
  }

  private static void watched(RoutingContext request, BodyLines lines, ReplyStream reply) {
    try {
      echo(request, lines, reply);
      WATCHED.complete(new AssertionError("it came to its end"));
    } catch (StreamBrokenException e) {
      WATCHED.complete(e);
      throw e;
    }
  }

  private static void count(RoutingContext request, BodyLines lines, ReplyStream reply) {
    reply.start(200, Map.of());
    var count = 0L;
    for (var some = lines.take(1_000); !some.isEmpty(); some = lines.take(1_000)) {
      count += some.size();
    }
    reply.write(Buffer.buffer(count + " lines in " + lines.bytesRead() + " bytes"));
  }

  /** A thousand bytes for each line. */
  private static void flood(RoutingContext request, BodyLines lines, ReplyStream reply) {
    reply.start(200, Map.of());
    for (var some = lines.take(1_000); !some.isEmpty(); some = lines.take(1_000)) {
      reply.write(Buffer.buffer("x".repeat(1_000 * some.size())));
      LINES_READ.addAndGet(some.size());
    }
  }

  private static void refused(RoutingContext request, BodyLines lines, ReplyStream reply) {
    throw Problem.of(401, "Not authenticated", "Send a key.").asException();
  }

  private static void breaks(RoutingContext request, BodyLines lines, ReplyStream reply) {
    reply.start(200, Map.of());
    reply.write(Buffer.buffer("[" + lines.take(1).size() + "]"));
    throw new IllegalStateException("on purpose");
  }

  private static void first(RoutingContext request, BodyLines lines, ReplyStream reply) {
    reply.start(200, Map.of("X-Test", "yes"));
    reply.write(Buffer.buffer(text(lines.take(1).getFirst())));
  }

  private static String text(Line line) {
    return switch (line) {
      case Line.Bytes(var bytes) -> bytes.toString();
      case Line.TooLong _ -> "too long";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        "''            | ''",
        "one           | [one]",
        "one~          | [one]",
        "one~two       | [one][two]",
        "~~one~~       | [][][one][]",
        "a~b~c~d~e~f~g | [a][b][c][d][e][f][g]",
        "0123456789~x  | [0123456789][x]",
        "0123456789a~x | [too long][x]",
        "a^~b^~        | [a][b]",
      })
  void stream_lines_areToldApart(String sent, String answered) throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/echo", sent.length()) + sent.replace('~', '\n').replace('^', '\r'));

      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThat(connection.readChunks()).isEqualTo(answered);
      assertThat(connection.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
    }
  }

  @Test
  void stream_lineByLine_isAnsweredLineByLine() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/echo", 12) + "on");
      assertThat(connection.readHead().header("X-Request-Id")).isPresent();
      connection.send("e\n");
      assertThat(connection.readChunk()).isEqualTo("[one]");
      connection.send("two\n");
      assertThat(connection.readChunk()).isEqualTo("[two]");
      connection.send("last");
      assertThat(connection.readChunks()).isEqualTo("[last]");
    }
  }

  /** It once made an empty line of the end, where that came after all lines were taken. */
  @Test
  void stream_endThatComesLate_isNoLine() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/echo", "chunked") + "4\r\none\n\r\n");
      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThat(connection.readChunk()).isEqualTo("[one]");
      connection.send("0\r\n\r\n");
      assertThat(connection.readChunks()).isEmpty();
    }
  }

  @Test
  void stream_expectContinue_isToldToGoOn() throws IOException {
    try (var connection = server.connect()) {
      connection.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.readHead().status()).isEqualTo(100);
      connection.send("one");
      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThat(connection.readChunks()).isEqualTo("[one]");
    }
  }

  @Test
  void stream_longBody_isReadToItsEnd() throws IOException {
    var lines = "1234567\n".repeat(100_000);

    assertThat(server.send("POST", "/count", lines).body())
        .isEqualTo("100000 lines in 800000 bytes");
  }

  /** As many clients do: the whole body first, then the answer, here of 20 MB. */
  @Test
  void stream_clientThatReadsOnlyAtTheEnd_getsAll() {
    var answer = server.send("POST", "/flood", "line\n".repeat(20_000));

    assertThat(answer.body()).hasSize(20_000_000);
  }

  /** 128 MB wait for the reader at most; then the lines wait with their sender. */
  @Test
  void stream_clientThatNeverReads_isNotReadFor() throws Exception {
    var lines = "line\n".repeat(1_000);
    try (var connection = server.connect()) {
      connection.send(head("/flood", Integer.MAX_VALUE));
      var before = LINES_READ.get();
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (var i = 0; i < 1_000; i++) {
                    connection.send(lines);
                  }
                } catch (IOException e) {
                  // closed by the test
                }
              });
      await().until(() -> LINES_READ.get() - before > 100_000);

      await()
          .during(1, TimeUnit.SECONDS)
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> LINES_READ.get() - before < 200_000);
    }
  }

  @Test
  void stream_clientThatHangsUp_endsTheWork() throws Exception {
    try (var connection = server.connect()) {
      connection.send(head("/watched", 1_000) + "one\n");
      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThat(connection.readChunk()).isEqualTo("[one]");
    }

    assertThat(WATCHED.get(5, TimeUnit.SECONDS)).isInstanceOf(StreamBrokenException.class);
  }

  @Test
  void stream_clientThatFallsSilent_isCutOff() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/echo", 1_000) + "one\n");
      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThat(connection.readChunk()).isEqualTo("[one]");

      assertThatExceptionOfType(EOFException.class).isThrownBy(connection::readChunk);
    }
  }

  /** The server's own deadline for a body is 8 s; this one is slow but never silent for as long. */
  @Test
  void stream_slowBody_outlastsTheDeadlineOfOthers() throws Exception {
    try (var connection = server.connect()) {
      connection.send(head("/echo", 30));
      assertThat(connection.readHead().status()).isEqualTo(200);
      for (var i = 0; i < 10; i++) {
        assertThat(NEVER.await(1, TimeUnit.SECONDS)).isFalse(); // the client's pace
        connection.send("ab\n");
        assertThat(connection.readChunk()).isEqualTo("[ab]");
      }
      assertThat(connection.readChunks()).isEmpty();
    }
  }

  @Test
  void stream_problemBeforeTheReply_isAnOrdinaryAnswer() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/refused", 5) + "12345");

      var answer = connection.read();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
      assertThat(connection.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
    }
  }

  /** The whole body has come by then: there is no rest to pass over, and nothing to complain of. */
  @Test
  void stream_problemBeforeTheReply_afterAShortBody_logsNothing() throws IOException {
    try (var log = CapturedLog.of(ContextImpl.class);
        var connection = server.connect()) {
      for (var i = 0; i < 20; i++) {
        connection.send(head("/refused", 5) + "12345");
        assertThat(connection.read().status()).isEqualTo(401);
      }

      assertThat(log.events()).isEmpty();
    }
  }

  @Test
  void stream_failureInTheMiddle_cutsTheAnswerOff() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/breaks", 4) + "one\n");

      assertThat(connection.readHead().status()).isEqualTo(200);
      assertThatExceptionOfType(EOFException.class).isThrownBy(connection::readChunks);
    }
  }

  @Test
  void stream_endpointThatHasReadEnough_endsTheAnswerAndTheConnection() throws IOException {
    try (var connection = server.connect()) {
      connection.send(head("/first", 1_000) + "one\n");

      var answer = connection.readHead();
      assertThat(answer.header("X-Test")).hasValue("yes");
      assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(connection.readChunks()).isEqualTo("one");
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  private static String head(String path, int length) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private static String head(String path, String coding) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n";
  }
}
