package dev.whiteboard.cdn.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.proxy.OneEdge.Setup;
import dev.whiteboard.cdn.proxy.RawOrigin.Reply;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.kit.run.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds a connection and says little is cut off, is counted, and counts as a client. */
class SlowSenderTest {
  private static final Duration SLOW = Duration.ofMillis(600);

  private static final Duration PATIENT = Duration.ofMinutes(1);

  /** Between two bytes of a trickle: far less than is slow, and no byte a second that counts. */
  private static final int PAUSE_MILLIS = 50;

  /** For a loaded machine; what is cut by idleness alone is not within it. */
  private static final int BYTES_MAX = 20_000 / PAUSE_MILLIS;

  private static final int ATTEMPTS_MAX = 5;
  private static final int CONNECTIONS_MAX = 4;
  private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9999\r\n\r\n";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static EventLoops loops;
  private static RawOrigin origin;
  private static OwnCertificate certificate;
  private OneEdge edge;
  private OneEdge secure;

  /** How a client comes. */
  enum Way {
    CLEAR,
    TLS,
    TLS_WITH_HTTP_2
  }

  @BeforeAll
  static void open() throws Exception {
    loops = EventLoops.open();
    origin = RawOrigin.start(_ -> Reply.of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    certificate = OwnCertificate.make(Instant.now(), new SecureRandom());
  }

  @AfterAll
  static void shut() throws Exception {
    origin.close();
    loops.close();
  }

  @BeforeEach
  void start() throws IOException {
    start(SLOW);
  }

  private void start(Duration head) throws IOException {
    var preset = ListenerBounds.DEFAULT;
    var bounds =
        new ListenerBounds(
            100,
            CONNECTIONS_MAX,
            preset.requestLineBytesMax(),
            preset.headBytesMax(),
            preset.streamsMax(),
            head,
            SLOW,
            preset.idle());
    var setup = Setup.DEFAULT.with(bounds);
    edge = OneEdge.before(loops.vertx(), origin.uri(), setup);
    secure = OneEdge.before(loops.vertx(), origin.uri(), setup.with(certificate.options()));
  }

  /** So that nothing is cut for a machine that is slow itself. */
  private void startPatient() throws IOException {
    stop();
    start(PATIENT);
  }

  @AfterEach
  void stop() {
    edge.close();
    secure.close();
  }

  @ParameterizedTest
  @EnumSource
  void connection_thatSaysNothing_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      assertThat(isCut(socket, "")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  @Test
  void handshake_thatNeverBegins_isCut() throws Exception {
    try (var socket = tcp(secure)) {
      assertThat(isCut(socket, "")).isTrue();
    }
    assertThat(slow(Way.TLS)).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void firstHead_thatStops_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      send(socket, half(way));
      assertThat(isCut(socket, "")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void firstHead_thatTrickles_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      send(socket, "GET / HTTP/1.1\r\nX: ");
      assertThat(isCut(socket, "a")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  /** In clear, all of it may be the beginning of HTTP/2 for long. */
  @Test
  void preface_thatTrickles_isCut() throws Exception {
    try (var socket = tcp(edge)) {
      for (var i = 0; i < PREFACE.length() && !isClosed(socket); i++) {
        send(socket, PREFACE.substring(i, i + 1));
      }
      assertThat(isCut(socket, "")).isTrue();
    }
    assertThat(slow(Way.CLEAR)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void laterHead_thatTrickles_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      ask(socket);
      assertThat(isCut(socket, "a")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void body_thatNeverBegins_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      send(socket, POST);
      assertThat(isCut(socket, "")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void body_thatTrickles_isCut(Way way) throws Exception {
    try (var socket = connect(way)) {
      send(socket, POST);
      assertThat(isCut(socket, "a")).isTrue();
    }
    assertThat(slow(way)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void connection_thatHasAsked_mayBeQuietForLonger(Way way) throws Exception {
    try (var socket = connect(way)) {
      ask(socket);
      socket.setSoTimeout((int) SLOW.multipliedBy(2).toMillis());
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      ask(socket);
    }
    assertThat(slow(way)).isZero();
  }

  /** Also those from which no head, or no handshake, has come. */
  @ParameterizedTest
  @EnumSource(names = {"CLEAR", "TLS"})
  void connections_areCountedFromTheFirstMoment(Way way) throws Exception {
    startPatient();
    var before = way == Way.CLEAR ? edge : secure;
    var held = new Socket[CONNECTIONS_MAX + 1];
    for (var i = 0; i < held.length; i++) {
      held[i] = tcp(before);
    }
    assertThat(isOneCut(held)).isTrue();
    assertThat(before.meters().of(Kind.TOO_MANY_CONNECTIONS)).isEqualTo(1);
    assertThat(before.meters().of(Kind.TOO_SLOW)).isZero();
    for (var socket : held) {
      socket.close();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          try (var socket = connect(way)) {
            ask(socket);
            return true;
          }
        });
  }

  private int slow(Way way) {
    return (way == Way.CLEAR ? edge : secure).meters().of(Kind.TOO_SLOW);
  }

  private static String half(Way way) {
    return way == Way.TLS_WITH_HTTP_2 ? PREFACE : "GET / HTTP/1.1\r\nHost: te";
  }

  private static void ask(Socket socket) throws IOException {
    socket.setSoTimeout(PAUSE_MILLIS * BYTES_MAX);
    send(socket, GET);
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\nok")) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.append((char) next);
    }
    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  /** Says the same again and again until the server has closed; or reads on, where it is empty. */
  private static boolean isCut(Socket socket, String more) throws IOException {
    for (var i = 0; i < BYTES_MAX; i++) {
      if (isClosed(socket)) {
        return true;
      }
      try {
        send(socket, more);
      } catch (SocketException _) {
        return true;
      }
    }
    return false;
  }

  /** Which one that is depends on whose event loop was first. */
  private static boolean isOneCut(Socket[] sockets) throws IOException {
    for (var i = 0; i < BYTES_MAX; i++) {
      if (isClosed(sockets[i % sockets.length])) {
        return true;
      }
    }
    return false;
  }

  /** Waits for a moment, to see; what the server says meanwhile is not looked at. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(PAUSE_MILLIS);
    try {
      return socket.getInputStream().read(new byte[1_024]) < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (SocketException _) {
      return true;
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** On a loaded machine a handshake may be as slow as what is cut: then once more. */
  private Socket connect(Way way) throws Exception {
    for (var attempt = 1; ; attempt++) {
      try {
        return way == Way.CLEAR ? tcp(edge) : tls(way == Way.TLS ? "http/1.1" : "h2");
      } catch (IOException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static Socket tcp(OneEdge edge) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private Socket tls(String protocol) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    var under = tcp(secure);
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(under, "localhost", secure.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Trusts whoever it is: nothing is said here that matters. */
  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
