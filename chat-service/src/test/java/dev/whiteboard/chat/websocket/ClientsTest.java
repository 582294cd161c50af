package dev.whiteboard.chat.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of other houses: the JDK's and Vert.x'. */
final class ClientsTest {
  private static final int WAIT_SECONDS = 60;
  private static final String SUBPROTOCOL = "chat.v1+json";
  private static final String TEXT = "grüezi mitenand ".repeat(2_000);

  private static Vertx vertx;
  private static SocketNode node;

  @BeforeAll
  static void open() throws TimeoutException {
    vertx = Vertx.vertx();
    node =
        new SocketNode(
            new SocketOptions(
                100_000,
                100_000,
                1_000_000,
                Duration.ofSeconds(10),
                Set.of(),
                List.of(SUBPROTOCOL),
                true),
            Echo::new);
  }

  @AfterAll
  static void close() throws TimeoutException {
    node.close();
    vertx.close().await(WAIT_SECONDS, SECONDS);
  }

  @Test
  void jdk_textPingAndClose_areAnswered() throws Exception {
    var listener = new Listening();
    try (var http = HttpClient.newHttpClient()) {
      var socket =
          http.newWebSocketBuilder()
              .subprotocols(SUBPROTOCOL)
              .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/socket"), listener)
              .get(WAIT_SECONDS, SECONDS);

      socket.sendText(TEXT, true).get(WAIT_SECONDS, SECONDS);
      assertThat(socket.getSubprotocol()).isEqualTo(SUBPROTOCOL);
      assertThat(listener.heard.poll(WAIT_SECONDS, SECONDS)).isEqualTo(TEXT);

      socket.sendText("in ", false).get(WAIT_SECONDS, SECONDS);
      socket.sendText("parts", true).get(WAIT_SECONDS, SECONDS);
      assertThat(listener.heard.poll(WAIT_SECONDS, SECONDS)).isEqualTo("in parts");

      socket.sendClose(4_000, "enough").get(WAIT_SECONDS, SECONDS);
      assertThat(listener.closed.get(WAIT_SECONDS, SECONDS)).isEqualTo(4_000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void vertx_textBothWays_withAndWithoutCompression(boolean compression) throws Exception {
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setTryUsePerMessageCompression(compression)
                .setCompressionAllowClientNoContext(true)
                .setCompressionRequestServerNoContext(true));
    var socket = client.connect(request()).await(WAIT_SECONDS, SECONDS);
    var heard = new LinkedBlockingQueue<String>();
    socket.textMessageHandler(heard::add);

    for (var i = 0; i < 3; i++) {
      socket.writeTextMessage(i + TEXT).await(WAIT_SECONDS, SECONDS);
      assertThat(heard.poll(WAIT_SECONDS, SECONDS)).isEqualTo(i + TEXT);
    }
    assertThat(socket.headers().contains("Sec-WebSocket-Extensions")).isEqualTo(compression);
    socket.close((short) 4_001).await(WAIT_SECONDS, SECONDS);
    client.close().await(WAIT_SECONDS, SECONDS);
  }

  @Test
  void vertx_withoutTheSubprotocol_isRejected() throws Exception {
    var client = vertx.createWebSocketClient();

    assertThatThrownBy(
            () -> client.connect(node.port(), "127.0.0.1", "/socket").await(WAIT_SECONDS, SECONDS))
        .isInstanceOf(UpgradeRejectedException.class)
        .hasMessageContaining("400");
    client.close().await(WAIT_SECONDS, SECONDS);
  }

  private static WebSocketConnectOptions request() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(node.port())
        .setURI("/socket")
        .addSubProtocol(SUBPROTOCOL);
  }

  private static final class Echo extends SocketNode.Owner {
    Echo(Socket socket) {
      super(socket);
    }

    @Override
    public void onText(Socket same, byte[] utf8) {
      var frame = Frame.text(utf8);
      same.send(frame);
      frame.release();
    }
  }

  private static final class Listening implements WebSocket.Listener {
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
      parts.append(text);
      if (isLast) {
        heard.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedStage(null);
    }
  }
}
