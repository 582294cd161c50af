package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes before an answer: 100, 102, 103, and codes that nobody knows. */
class InformationalTest {
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(InformationalTest::reply);
    edge = OneEdge.before(loops.vertx(), origin.uri());
  }

  /** What comes first is named by the path. */
  private static Reply reply(String request) {
    var path = request.split(" ", 3)[1];
    var last =
        "HTTP/1.1 200 OK\r\nContent-Length: "
            + path.length()
            + "\r\nCache-Control: no-store\r\n\r\n"
            + path;
    var number = path.replaceAll("[^0-9]", "");
    return switch (number) {
      case "" -> Reply.of(last);
      case "103" ->
          Reply.of(
              "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nConnection: X-Hop"
                  + "\r\nX-Hop: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b.css>\r\n\r\n"
                  + last);
      default -> Reply.of("HTTP/1.1 " + number + " Interim\r\nX-Interim: 1\r\n\r\n" + last);
    };
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    origin.close();
    loops.close();
  }

  @Test
  void earlyHints_goThroughBeforeTheAnswer() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send("GET /hints-103 HTTP/1.1\r\nHost: a\r\n\r\n");
      var first = client.readHead();
      assertThat(first.status()).isEqualTo(103);
      assertThat(first.header("Link")).contains("</a.css>; rel=preload");
      assertThat(first.header("X-Hop")).isEmpty();
      var second = client.readHead();
      assertThat(second.status()).isEqualTo(103);
      assertThat(second.header("Link")).contains("</b.css>");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("/hints-103");
    }
  }

  @Test
  void earlyHints_areNotForClientsOfHttp10() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send("GET /old-103 HTTP/1.0\r\nHost: a\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  /** The client takes 102 for the answer: its connection must never give anybody the real one. */
  @ParameterizedTest
  @ValueSource(ints = {101, 102, 104, 199})
  void interimAnswerThatIsNotUnderstood_neverMovesAnAnswerToTheNextRequest(int status)
      throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      for (var time = 0; time < 20; time++) {
        var odd = client.ask("GET /odd-" + status + " HTTP/1.1");
        assertThat(odd.status()).isEqualTo(502);
        var path = "/plain-" + "x".repeat(time);
        var answer = client.ask("GET " + path + " HTTP/1.1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(path);
      }
    }
  }

  @Test
  void continue_fromTheOriginUnasked_isNoAnswer() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer = client.ask("GET /go-100 HTTP/1.1");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("/go-100");
    }
  }

  @Test
  void expectation_isAnsweredHere_beforeTheBodyComes() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send(
          "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(100);
      assertThat(client.send("hello").read().body()).isEqualTo("/up");
    }
    var sent = origin.requests().getLast();
    assertThat(sent).endsWith("\r\n\r\nhello");
    assertThat(sent.toLowerCase(Locale.ROOT)).doesNotContain("expect");
  }
}
