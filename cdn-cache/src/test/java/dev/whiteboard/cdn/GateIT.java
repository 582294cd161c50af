package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may take of an edge, over real HTTP: what is refused says why, and is counted. */
class GateIT {
  private static final String EDGE = "edge-eu-1";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Socket> sockets = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // each test starts with it
  private RunningCdn cdn;

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    cdn.close();
  }

  private void start(Map<String, String> settings) throws Exception {
    cdn = RunningCdn.start(settings);
  }

  /** One a second and three at once; so of ten in a moment three pass, or some more where slow. */
  @Test
  void client_thatAsksTooOften_isRefusedAndToldWhenToComeBack() throws Exception {
    start(Map.of("CDN_CLIENT_REQUESTS_PER_SECOND", "1", "CDN_CLIENT_REQUESTS_BURST", "3"));
    var statuses = new ArrayList<Integer>();
    for (var i = 0; i < 10; i++) {
      var answer = cdn.get(EDGE, "/images/1.svg");
      statuses.add(answer.statusCode());
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
      }
    }

    var refused = statuses.stream().filter(status -> status == 429).count();
    assertThat(statuses.subList(0, 3)).containsOnly(200);
    assertThat(refused).isPositive();
    assertThat(cdn.refused("client-rate")).isEqualTo((double) refused);
    assertThat(cdn.get("edge-eu-2", "/images/1.svg").statusCode()).isEqualTo(200);
  }

  @Test
  void client_behindATrustedProxy_isTheOneItNames() throws Exception {
    start(
        Map.of(
            "CDN_CLIENT_REQUESTS_PER_SECOND", "1",
            "CDN_CLIENT_REQUESTS_BURST", "1",
            "CDN_TRUSTED_PROXIES", "127.0.0.1/32"));

    for (var i = 0; i < 20; i++) {
      var client = "203.0.113." + i;
      assertThat(cdn.get(EDGE, "/images/1.svg", "X-Forwarded-For", client).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void client_thatNobodyVouchesFor_isItsAddressWhateverItSays() throws Exception {
    start(Map.of("CDN_CLIENT_REQUESTS_PER_SECOND", "1", "CDN_CLIENT_REQUESTS_BURST", "1"));

    var refused = 0;
    for (var i = 0; i < 20; i++) {
      var answer = cdn.get(EDGE, "/images/1.svg", "X-Forwarded-For", "203.0.113." + i);
      refused += answer.statusCode() == 429 ? 1 : 0;
    }

    assertThat(refused).isPositive();
  }

  @Test
  void route_withALimit_isLimitedAlone() throws Exception {
    start(Map.of());
    cdn.routes(
        """
        - { name: slow, pathPrefix: /images/, origin: "%s", requestsPerSecond: 1 }
        - { name: rest, origin: "%s" }
        """
            .formatted(cdn.origin(), cdn.origin()));

    var refused = 0;
    for (var i = 0; i < 10; i++) {
      refused += cdn.get(EDGE, "/images/1.svg").statusCode() == 429 ? 1 : 0;
      assertThat(cdn.get(EDGE, "/size/1").statusCode()).isEqualTo(200);
    }

    assertThat(refused).isPositive();
    assertThat(cdn.refused("route-rate")).isEqualTo((double) refused);
  }

  @Test
  void queries_thatAreMadeUp_areRefusedWhileTheKnownOnesAreAnswered() throws Exception {
    start(Map.of("CDN_CLIENT_NEW_QUERIES_PER_SECOND", "1"));
    assertThat(cdn.get(EDGE, "/images/1.svg?known=1").statusCode()).isEqualTo(200);

    var statuses = IntStream.range(0, 60).mapToObj(i -> status("/images/1.svg?bust=" + i)).toList();

    assertThat(statuses).contains(200, 429);
    assertThat(cdn.refused("new-queries"))
        .isEqualTo((double) statuses.stream().filter(status -> status == 429).count());
    assertThat(status("/images/1.svg?known=1")).isEqualTo(200);
    assertThat(status("/images/1.svg")).isEqualTo(200);
  }

  private int status(String path) {
    try {
      return cdn.get(EDGE, path).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void connections_moreThanAClientMayHave_areClosedUntilOneIs() throws Exception {
    start(Map.of("CDN_CLIENT_CONNECTIONS_MAX", "5"));
    var node = cdn.node(EDGE);
    for (var i = 0; i < 5; i++) {
      connect().getOutputStream().write("GET / HT".getBytes(US_ASCII));
    }
    await().atMost(SOON).until(() -> node.gate().connections().total() == 5);

    assertThat(isClosed("/images/1.svg")).isTrue();
    assertThat(cdn.refused("too-many-connections")).isPositive();

    sockets.getFirst().close();
    await().atMost(SOON).until(() -> node.gate().connections().total() <= 4);
    assertThat(status("/images/1.svg")).isEqualTo(200);
  }

  /** Who leaves in the middle of an answer, or before one, is no longer under way. */
  @Test
  void requests_whoseClientsLeave_areNotUnderWayAnyMore() throws Exception {
    start(Map.of("CDN_CLIENT_IN_FLIGHT_MAX", "4"));
    for (var path : new String[] {"/slow?ms=9000", "/size/1000000000"}) {
      for (var i = 0; i < 2; i++) {
        ask(connect(), path + (path.contains("?") ? "&" : "?") + i);
      }
    }
    var requests = cdn.node(EDGE).gate().requests();
    await().atMost(SOON).until(() -> requests.total() == 4);
    assertThat(status("/images/1.svg")).isEqualTo(429);
    assertThat(cdn.refused("client-in-flight")).isEqualTo(1);

    for (var socket : sockets) {
      socket.close();
    }

    await().atMost(SOON).until(() -> requests.total() == 0);
    assertThat(status("/images/1.svg")).isEqualTo(200);
  }

  private boolean isClosed(String path) throws IOException {
    var socket = connect();
    try {
      ask(socket, path);
      return socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true; // reset, as it had sent something
    }
  }

  private Socket connect() {
    try {
      var at = cdn.edge(EDGE);
      var socket = new Socket(at.getHost(), at.getPort());
      socket.setSoTimeout((int) SOON.toMillis());
      sockets.add(socket);
      return socket;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void ask(Socket socket, String path) throws IOException {
    var text = "GET " + path + " HTTP/1.1\r\nHost: " + cdn.edge(EDGE).getAuthority() + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
