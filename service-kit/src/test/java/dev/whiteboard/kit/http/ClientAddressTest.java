package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asked over a real connection, so that the peer is always 127.0.0.1. */
final class ClientAddressTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.start(routes -> {
          bind(routes, "/nobody");
          bind(routes, "/elsewhere", "10.0.0.0/8", "::1");
          bind(routes, "/trusted", "127.0.0.0/8", "10.0.0.0/8", "fd00::/8");
        });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void bind(ServiceRoutes routes, String path, String... trusted) {
    var clients = new ClientAddress(Stream.of(trusted).map(Cidr::parse).toList());
    routes.route(
        HttpMethod.GET,
        path,
        0,
        request -> Reply.html(200, clients.of(request.request()).getHostAddress()));
  }

  @Test
  void of_noHeader_isThePeer() {
    for (var path : List.of("/nobody", "/elsewhere", "/trusted")) {
      assertThat(server.get(path).body()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void of_headerFromAnUntrustedPeer_isIgnored() {
    for (var path : List.of("/nobody", "/elsewhere")) {
      assertThat(server.get(path, "X-Forwarded-For", "203.0.113.7").body()).isEqualTo("127.0.0.1");
      assertThat(server.get(path, "X-Forwarded-For", "10.0.0.1, 203.0.113.7").body())
          .isEqualTo("127.0.0.1");
    }
  }

  /** From the right, as far as our own proxies go: what is left of that the client wrote. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7 | 203.0.113.7",
        "1.1.1.1, 203.0.113.7 | 203.0.113.7",
        "127.0.0.1, 203.0.113.7 | 203.0.113.7",
        "203.0.113.7, 10.0.0.1 | 203.0.113.7",
        "1.1.1.1, 203.0.113.7, 10.0.0.1, 10.9.9.9 | 203.0.113.7",
        "203.0.113.7,10.0.0.1,fd00::2 | 203.0.113.7",
        "'  203.0.113.7 ,  10.0.0.1 ' | 203.0.113.7",
        "2001:db8::7 | 2001:db8:0:0:0:0:0:7",
        "1.1.1.1, [2001:db8::7] | 2001:db8:0:0:0:0:0:7",
        "::ffff:203.0.113.7 | 203.0.113.7",
        "10.0.0.2, 10.0.0.1 | 10.0.0.2",
        "10.0.0.1 | 10.0.0.1",
      })
  void of_trustedPeer_isTheRightmostUntrusted(String header, String client) {
    assertThat(server.get("/trusted", "X-Forwarded-For", header).body()).isEqualTo(client);
  }

  /** Not an address: the last hop that is known is the answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "garbage | 127.0.0.1",
        "1.1.1.1, unknown | 127.0.0.1",
        "1.1.1.1, localhost | 127.0.0.1",
        "1.1.1.1, 203.0.113.7:4711 | 127.0.0.1",
        "1.1.1.1, garbage, 10.0.0.1 | 10.0.0.1",
        "1.1.1.1,, 10.0.0.1 | 10.0.0.1",
        "1.1.1.1, 256.0.0.1 | 127.0.0.1",
        "', ,' | 127.0.0.1",
      })
  void of_garbage_nothingBeyondItIsBelieved(String header, String client) {
    assertThat(server.get("/trusted", "X-Forwarded-For", header).body()).isEqualTo(client);
  }

  @Test
  void of_severalHeaders_areOneListInTheirOrder() {
    assertThat(
            server
                .get("/trusted", "X-Forwarded-For", "1.1.1.1", "X-Forwarded-For", "203.0.113.7")
                .body())
        .isEqualTo("203.0.113.7");
    assertThat(
            server
                .get("/trusted", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-For", "10.0.0.1")
                .body())
        .isEqualTo("203.0.113.7");
  }
}
