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

/** Requests that two readers could read as two things, and fields that end with a connection. */
class SmugglingTest {
  private static EventLoops loops;
  private static RawOrigin origin;
  private static OneEdge edge;

  @BeforeAll
  static void start() throws IOException {
    loops = EventLoops.open();
    origin =
        RawOrigin.start(request ->
            Reply.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: no-store"
                    + "\r\nConnection: keep-alive, X-Secret\r\nX-Secret: 1\r\nKeep-Alive: timeout=5\r\n\r\nok"));
    edge = OneEdge.before(loops.vertx(), origin.uri());
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
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /a HTTP/1.1\r\n Host: a\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n 0\r\n\r\n0123456789",
        "GET /a HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nX\u0000: 1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a:99999\r\n\r\n",
        "GET /../a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/%2e%2e/%2E./b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://u@a/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/3.7\r\nHost: a\r\n\r\n",
        "GET  /a HTTP/1.1 x\r\nHost: a\r\n\r\n"
      })
  void ambiguousRequest_isRefusedAndTheConnectionClosed(String request) throws IOException {
    var before = origin.requests().size();
    try (var client = RawConnection.to(edge.port())) {
      var answer = client.send(request).read();
      assertThat(answer.status()).isIn(400, 501);
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertThat(origin.requests()).hasSize(before);
  }

  /** The head was good, and may be on its way: what must not get there is a whole request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloworld\r\n0\r\n\r\n",
        "5\r\nhello\r\nzz\r\n",
        "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"
      })
  void chunksThatAreNone_endTheConnection(String body) throws IOException {
    var hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    try (var client = RawConnection.to(edge.port())) {
      client.send("POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send(body + hidden);
      assertThat(client.statusesUntilClosed()).isSubsetOf(400, 502);
    }
    assertThat(origin.requests())
        .noneMatch(text -> text.startsWith("GET /hidden"))
        .noneMatch(text -> text.startsWith("POST /chunks") && text.endsWith("\r\n0\r\n\r\n"));
  }

  /** A reader may make one line of it instead of refusing (RFC 9112, 5.2). */
  @Test
  void foldedLine_goesUpAsOne() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      client.send("GET /folded HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(origin.requests().getLast()).contains("x: 1 folded\r\n");
  }

  @Test
  void bodyThatIsNoRequest_isNotReadAsOne() throws IOException {
    var before = origin.requests().size();
    try (var client = RawConnection.to(edge.port())) {
      var hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
      client.send(
          "POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: "
              + hidden.length()
              + "\r\n\r\n"
              + hidden);
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.ask("GET /two HTTP/1.1").status()).isEqualTo(200);
    }
    assertThat(origin.requests().subList(before, origin.requests().size()))
        .extracting(text -> text.substring(0, text.indexOf(" HTTP")))
        .containsExactlyInAnyOrder("POST /one", "GET /two");
  }

  @Test
  void fieldsOfTheConnection_goNoFurther() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer =
          client.ask(
              "GET /hop HTTP/1.1",
              "Connection: keep-alive, X-Mine",
              "X-Mine: 1",
              "TE: trailers",
              "Keep-Alive: 5",
              "Proxy-Connection: close",
              "X-Stays: 1");
      assertThat(answer.header("X-Secret")).isEmpty();
      assertThat(answer.header("Keep-Alive")).isEmpty();
    }
    var sent = origin.requests().getLast().toLowerCase(Locale.ROOT);
    assertThat(sent).contains("x-stays: 1").doesNotContain("x-mine", "te:", "keep-alive", "proxy-");
  }

  @Test
  void fieldsThatAreNoPartOfTheKey_doNotReachTheOrigin() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer =
          client.ask(
              "GET /poison HTTP/1.1",
              "X-Forwarded-Host: evil.example",
              "X-Original-URL: /admin",
              "Forwarded: host=evil.example",
              "X-Node-Epoch: 9");
      assertThat(answer.status()).isEqualTo(200);
    }
    var sent = origin.requests().getLast().toLowerCase(Locale.ROOT);
    assertThat(sent)
        .doesNotContain("evil", "admin", "x-node-")
        .contains("x-forwarded-for: 127.0.0.1");
  }

  @Test
  void requestThatWasHereBefore_isALoop() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET /loop HTTP/1.1", "CDN-Loop: other, edge-1; a=b").status())
          .isEqualTo(508);
      assertThat(client.ask("GET /loop HTTP/1.1", "CDN-Loop: other").status()).isEqualTo(200);
    }
  }

  @Test
  void absoluteTarget_countsBeforeTheHostField() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET http://Other.Example:80/x/./y/%7e?q=%2f HTTP/1.1").status())
          .isEqualTo(200);
    }
    assertThat(origin.requests().getLast())
        .startsWith("GET /x/y/~?q=%2F HTTP/1.1\r\nhost: other.example\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT"})
  void methodThatIsNotForProxies_isRefused(String method) throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var target = method.equals("CONNECT") ? "a:80" : "/";
      assertThat(client.ask(method + " " + target + " HTTP/1.1").status()).isIn(400, 405);
    }
  }

  @Test
  void upgradeThatIsNoWebSocket_isRefused() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      var answer = client.ask("GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: irc");
      assertThat(answer.status()).isEqualTo(501);
    }
  }

  @Test
  void headThatIsTooLong_isRefused() throws IOException {
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET / HTTP/1.1", "X: " + "x".repeat(20_000)).status()).isEqualTo(431);
    }
    try (var client = RawConnection.to(edge.port())) {
      assertThat(client.ask("GET /" + "x".repeat(9_000) + " HTTP/1.1").status()).isEqualTo(414);
    }
  }
}
