package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that say what is no HTTP, or not all of it. */
class BrokenOriginTest {
  private static final String KEPT = "Cache-Control: max-age=60\r\n";
  private static final ConcurrentMap<String, Reply> replies = new ConcurrentHashMap<>();
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(request -> replies.getOrDefault(request.split(" ", 3)[1], ok("ok")));
    edge = OneEdge.before(loops.vertx(), origin.uri());
  }

  private static Reply ok(String body) {
    return Reply.of(
        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + KEPT + "\r\n" + body);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    origin.close();
    loops.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n" + KEPT + "\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + KEPT + "\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + KEPT + "\r\n5\r\nhello\r\nff\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + KEPT + "\r\n5\r\nhello\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + KEPT + "\r\n5\r\nhello\r\n-1\r\n"
      })
  void answerThatBreaksOff_isSeenToByTheClient_andNotKept(String text) throws IOException {
    var path = "/broken-" + text.hashCode();
    replies.put(path, Reply.thenClose(text));
    for (var time = 0; time < 2; time++) {
      try (var client = RawConnection.to(edge.port())) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        var came = client.readUntilClosed();
        assertThat(came).doesNotContain("0\r\n\r\n").doesNotEndWith("\r\n\r\n");
      }
    }
    replies.remove(path);
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET " + path + " HTTP/1.1").body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "hello\r\n\r\n",
        "HTTP/1.1 999999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nX\u0000Y: 1\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: x\r\nContent-Length: 5\r\n\r\nhello"
      })
  void answerThatIsNone_is502(String text) throws IOException {
    var path = "/none-" + text.hashCode();
    replies.put(path, Reply.thenClose(text));
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET " + path + " HTTP/1.1").status()).isEqualTo(502);
    }
  }

  /** What is too much would be the answer of whoever is next on that connection. */
  @Test
  void originThatSendsMoreThanItSays_spoilsNobodyElsesAnswer() throws IOException {
    replies.put(
        "/more",
        Reply.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: no-store\r\n\r\nok"
                + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
                + KEPT
                + "\r\nevil"));
    for (var time = 0; time < 20; time++) {
      try (var client = RawConnection.to(edge.port())) {
        assertThat(client.ask("GET /more HTTP/1.1").body()).isEqualTo("ok");
        var next = client.ask("GET /after-" + time + " HTTP/1.1");
        assertThat(next.body()).doesNotContain("evil");
      }
    }
  }

  @Test
  void headThatAnswersWithABody_spoilsNobodyElsesAnswer() throws IOException {
    replies.put("/head", Reply.of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
    try (var client = RawConnection.to(edge.port())) {
      client.send("HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(client.ask("GET /after-head HTTP/1.1").body()).doesNotContain("evil");
    }
  }

  @Test
  void answerUpToTheClose_isWhole() throws IOException {
    replies.put("/close", Reply.thenClose("HTTP/1.0 200 OK\r\n" + KEPT + "\r\nup to the end"));
    try (var client = RawConnection.to(edge.port())) {
      client.send("GET /close HTTP/1.1\r\nHost: a\r\n\r\n");
      client.readHead();
      assertThat(client.readChunks()).isEqualTo("up to the end");
    }
  }

  /** A line end that a client put into its path or query is no line end in what goes up. */
  @Test
  void lineEndsInATarget_stayCoded() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.ask("GET /split%0d%0aX-Evil:%201?a=%0d%0a%0d%0aHTTP/1.1 HTTP/1.1");
    }
    assertThat(origin.requests()).noneMatch(text -> text.contains("\r\nX-Evil"));
  }

  /** Nothing is tried twice here; what is asked next has the answer to that, or none. */
  @Test
  void originThatClosesAKeptConnection_movesNoAnswer() throws IOException {
    replies.put(
        "/bye",
        Reply.thenClose(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nCache-Control: no-store\r\n\r\nbye"));
    try (var client = RawConnection.to(edge.port())) {
      for (var time = 0; time < 10; time++) {
        assertThat(client.ask("POST /bye HTTP/1.1", "Content-Length: 0").body())
            .containsAnyOf("bye", "502");
        assertThat(client.ask("GET /fresh-" + time + " HTTP/1.1").body())
            .doesNotContain("bye")
            .containsAnyOf("ok", "502");
      }
    }
  }

  @Test
  void connection_closedAsItIsUsedAgain_costsNoClientAnything() throws Exception {
    var asked = new AtomicInteger();
    try (var fickle =
            RawOrigin.start(_ -> asked.incrementAndGet() == 2 ? Reply.thenClose("") : ok("ok"));
        var before = OneEdge.before(loops.vertx(), fickle.uri());
        var client = RawConnection.to(before.port())) {
      assertThat(client.ask("GET /first HTTP/1.1").body()).isEqualTo("ok");
      assertThat(client.ask("GET /second HTTP/1.1").body()).isEqualTo("ok");
    }
    assertThat(asked).hasValue(3);
  }

  @Test
  void connection_closedAsItIsUsedAgain_isTriedNoSecondTimeWithWhatMayHaveHadAnEffect()
      throws Exception {
    var asked = new AtomicInteger();
    try (var fickle =
            RawOrigin.start(_ -> asked.incrementAndGet() == 2 ? Reply.thenClose("") : ok("ok"));
        var before = OneEdge.before(loops.vertx(), fickle.uri());
        var client = RawConnection.to(before.port())) {
      assertThat(client.ask("GET /first HTTP/1.1").body()).isEqualTo("ok");
      assertThat(client.ask("DELETE /second HTTP/1.1").status()).isEqualTo(502);
    }
    assertThat(asked).hasValue(2);
  }
}
