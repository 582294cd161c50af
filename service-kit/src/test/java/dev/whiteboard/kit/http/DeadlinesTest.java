package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What takes too long. These wait for real deadlines, so they do it side by side. */
@Execution(ExecutionMode.CONCURRENT)
final class DeadlinesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** On a machine that is busy; a connection that is merely idle is closed far later. */
  private static final Duration LATE_MAX = Duration.ofSeconds(25);

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(routes -> {
          routes.route(
              HttpMethod.GET,
              "/hangs",
              0,
              _ -> {
                NEVER.await();
                return Reply.empty(204);
              });
          routes.route(HttpMethod.POST, "/things", 100, _ -> Reply.empty(204));
        });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void get_endpointThatHangs_is503AtTheDeadline_andTheConnectionIsStillGood() throws IOException {
    try (var connection = server.connect()) {
      var startedNanos = System.nanoTime();
      var answer = connection.ask("GET /hangs HTTP/1.1");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
      assertThat(answer.header("Retry-After")).hasValue("2");
      assertAtTheDeadline(startedNanos);
      assertThat(connection.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
    }
  }

  @Test
  void post_bodyThatTricklesIn_is408AtTheDeadline_andClosed() throws Exception {
    try (var connection = server.connect()) {
      var startedNanos = System.nanoTime();
      connection.send("POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
      var trickle = trickle(connection);

      var answer = connection.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
      assertAtTheDeadline(startedNanos);
      assertThat(connection.isClosedByServer()).isTrue();
      trickle.interrupt();
      trickle.join();
    }
  }

  /** Refused long ago, and still sending: nobody has to listen to that. */
  @Test
  void post_bodyTooLongThatGoesOn_isClosedAtTheDeadline() throws Exception {
    try (var connection = server.connect()) {
      var startedNanos = System.nanoTime();
      connection.send("POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
      var trickle = trickle(connection);

      assertThat(connection.read().status()).isEqualTo(413);
      assertThat(connection.isClosedByServer()).isTrue();
      assertAtTheDeadline(startedNanos);
      trickle.interrupt();
      trickle.join();
    }
  }

  @Test
  void head_thatTricklesIn_isClosedAtTheDeadline() throws Exception {
    var startedNanos = System.nanoTime();
    try (var connection = server.connect()) {
      assertHeadIsCut(connection, startedNanos);
    }
  }

  /** Its time begins with its first byte, and who has asked may be quiet for longer. */
  @Test
  void head_laterOneThatTricklesIn_isClosedAtItsDeadline() throws Exception {
    try (var quiet = server.connect();
        var connection = server.connect()) {
      assertThat(quiet.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
      assertThat(connection.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);

      assertHeadIsCut(connection, System.nanoTime());
      assertThat(quiet.ask("GET /health/live HTTP/1.1").status()).isEqualTo(200);
    }
  }

  @Test
  void connection_thatSaysNothing_isClosedAtTheDeadline() throws Exception {
    var startedNanos = System.nanoTime();
    try (var connection = server.connect()) {
      assertThat(connection.isClosedByServer()).isTrue();
      assertAtTheDeadline(startedNanos);
    }
  }

  private static void assertHeadIsCut(RawConnection connection, long startedNanos)
      throws IOException, InterruptedException {
    connection.send("GET /things HTTP/1.1\r\nX: ");
    var trickle = trickle(connection);

    assertThat(connection.isClosedByServer()).isTrue();
    assertAtTheDeadline(startedNanos);
    trickle.join();
  }

  private static void assertAtTheDeadline(long startedNanos) {
    assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
        .isBetween(DEADLINE.minusMillis(100), DEADLINE.plus(LATE_MAX));
  }

  /** A byte every 50 ms, until the server has enough of it. */
  private static Thread trickle(RawConnection connection) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            for (var i = 0; i < 99 && !NEVER.await(50, TimeUnit.MILLISECONDS); i++) {
              connection.send("x");
            }
          } catch (IOException | InterruptedException e) {
            // which is the end of it
          }
        });
  }
}
