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

/** What a node takes out of messages, what it leaves in them, and what it adds. */
class FieldsTest {
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin = RawOrigin.start(FieldsTest::reply);
    edge = OneEdge.before(loops.vertx(), origin.uri());
  }

  private static Reply reply(String request) {
    if (request.contains("/trailers")) {
      return Reply.of(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum"
              + "\r\nCache-Control: no-store\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42"
              + "\r\nContent-Length: 7\r\nSet-Cookie: a=b\r\n\r\n");
    }
    if (request.contains("/cookie")) {
      return Reply.of(
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Cache-Control, Set-Cookie, X-Gone"
              + "\r\nCache-Control: private\r\nSet-Cookie: a=b\r\nX-Gone: 1\r\n\r\n");
    }
    return Reply.of(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: max-age=60"
            + "\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5"
            + "\r\nProxy-Connection: close\r\nUpgrade: h2c\r\nX-Stays: 1\r\nX-Stays: 2\r\n\r\nok");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    origin.close();
    loops.close();
  }

  @Test
  void fieldsOfTheConnection_goNoFurther_notFromTheCacheEither() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      for (var time = 0; time < 2; time++) {
        var answer = client.ask("GET /hop HTTP/1.1", "Connection: X-Mine, close-not", "X-Mine: 1");
        assertThat(answer.headers())
            .noneMatch(
                line -> line.toLowerCase(Locale.ROOT).matches("(x-hop|keep-alive|proxy-c|upg).*"))
            .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("x-stays"))
            .hasSize(2);
      }
    }
    assertThat(origin.requests())
        .filteredOn(text -> text.contains(" /hop "))
        .singleElement()
        .satisfies(text -> assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain("x-mine"));
  }

  /** Whoever could strike these out would decide what others are served. */
  @Test
  void fieldsThatTheMessageStandsOn_areNotStruckOutByConnection() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer =
          client.ask(
              "GET /cookie HTTP/1.1",
              "Connection: Cookie, Host, X-Forwarded-For, CDN-Loop, close-not",
              "Cookie: me=1");
      assertThat(answer.header("Set-Cookie")).contains("a=b");
      assertThat(answer.header("Cache-Control")).contains("private");
      assertThat(answer.header("X-Gone")).isEmpty();
    }
    assertThat(origin.requests().getLast().toLowerCase(Locale.ROOT))
        .contains("cookie: me=1", "x-forwarded-for: 127.0.0.1", "cdn-loop: edge-1");
  }

  @Test
  void trailersOfAnAnswer_comeThrough_butForThoseThatBelongIntoAHead() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send("GET /trailers HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
      assertThat(client.readHead().header("Trailer")).contains("X-Sum");
      var all = client.readChunksAndTrailers();
      assertThat(all.getFirst()).isEqualTo("hello");
      assertThat(all.subList(1, all.size()))
          .singleElement()
          .satisfies(line -> assertThat(line).isEqualToIgnoringCase("x-sum: 42"));
    }
  }

  /** They may be dropped (RFC 9110, 6.5.1); what they say is nowhere taken for a head. */
  @Test
  void trailersOfARequest_areDropped() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send(
          "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum"
              + "\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42\r\nContent-Length: 4242\r\nHost: evil\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.ask("GET /next HTTP/1.1").status()).isEqualTo(200);
    }
    var sent =
        origin.requests().stream()
            .filter(text -> text.startsWith("POST /up "))
            .findFirst()
            .orElseThrow();
    assertThat(sent).endsWith("5\r\nhello\r\n0\r\n\r\n").doesNotContain("evil", "4242");
  }

  @Test
  void viaAndLoop_nameTheNode() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer = client.ask("GET /via HTTP/1.1", "Via: 1.1 other", "CDN-Loop: other");
      assertThat(answer.header("Via")).contains("1.1 edge-1");
    }
    var sent = origin.requests().getLast().toLowerCase(Locale.ROOT);
    assertThat(sent)
        .contains("cdn-loop: other, edge-1\r\n")
        .contains("1.1 other")
        .contains("1.1 edge-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edge-1",
        "other, edge-1",
        "EDGE-1;a=b",
        "other\r\nCDN-Loop: edge-1",
        "edge-1 ; x"
      })
  void requestThatWasHereBefore_is508(String passed) throws IOException {
    var before = origin.requests().size();
    try (var client = RawConnection.to(edge.port())) {
      var answer = client.ask("GET /loop HTTP/1.1", "CDN-Loop: " + passed);
      assertThat(answer.status()).isEqualTo(508);
    }
    assertThat(origin.requests()).hasSize(before);
  }

  /** Believed from whoever comes in by the listener of nodes alone. */
  @Test
  void nodeThatAsksItself_endsAfterOneRound() throws IOException {
    var port = new int[1];
    try (var inner = RawOrigin.start(request -> round(port[0], request));
        var looping = OneEdge.before(loops.vertx(), inner.uri())) {
      port[0] = looping.port();
      try (var client = RawConnection.to(looping.port())) {
        assertThat(client.ask("GET /round HTTP/1.1").status()).isEqualTo(508);
      }
      assertThat(inner.requests()).hasSize(1);
    }
  }

  private static Reply round(int port, String request) {
    try (var back = RawConnection.to(port)) {
      var answer = back.send(request).read();
      return Reply.of("HTTP/1.1 " + answer.status() + " x\r\nContent-Length: 0\r\n\r\n");
    } catch (IOException e) {
      return Reply.thenClose("");
    }
  }
}
