package dev.whiteboard.cdn.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.http.RawConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** WebSockets of the JDK's client, through a node, to an origin. */
class WebSocketTest {
  private static final int SECONDS_MAX = 10;
  private static final BlockingQueue<Integer> closedAtOrigin = new LinkedBlockingQueue<>();
  private static EventLoops loops;
  private static HttpServer origin;
  private static OneEdge edge;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    loops = EventLoops.open();
    origin =
        loops
            .vertx()
            .createHttpServer(
                new HttpServerOptions()
                    .addWebSocketSubProtocol("chat.v2")
                    .setMaxWebSocketFrameSize(4 << 20)
                    .setMaxWebSocketMessageSize(4 << 20))
            .webSocketHandshakeHandler(WebSocketTest::handshake)
            .webSocketHandler(WebSocketTest::talk)
            .listen(0, "127.0.0.1")
            .await(SECONDS_MAX, TimeUnit.SECONDS);
    edge = OneEdge.before(loops.vertx(), URI.create("http://127.0.0.1:" + origin.actualPort()));
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    edge.close();
    loops.close();
  }

  private static void handshake(ServerWebSocketHandshake handshake) {
    if (handshake.path().equals("/forbidden")) {
      handshake.reject(403);
    } else {
      handshake.accept();
    }
  }

  /** Gives back what it gets; closes where it is told. */
  private static void talk(ServerWebSocket socket) {
    socket.closeHandler(_ -> {
      var status = socket.closeStatusCode();
      closedAtOrigin.add(status == null ? -1 : (int) status);
    });
    socket.textMessageHandler(text -> {
      if (text.startsWith("close ")) {
        socket.close(Short.parseShort(text.substring(6)), "as told");
      } else {
        socket.writeTextMessage(text + " from " + socket.path());
      }
    });
    socket.binaryMessageHandler(socket::writeBinaryMessage);
  }

  /** What a client hears. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private int bytes;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      bytes += data.remaining();
      if (last) {
        texts.add("bytes: " + bytes);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pong.complete("pong of " + message.remaining());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    String next() throws InterruptedException {
      return String.valueOf(texts.poll(SECONDS_MAX, TimeUnit.SECONDS));
    }
  }

  private static WebSocket open(String path, Heard heard, String... protocols) throws Exception {
    var builder = http.newWebSocketBuilder();
    if (protocols.length > 0) {
      builder.subprotocols(
          protocols[0], java.util.Arrays.copyOfRange(protocols, 1, protocols.length));
    }
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:" + edge.port() + path), heard)
        .get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Test
  void messages_goBothWays() throws Exception {
    var heard = new Heard();
    var socket = open("/talk?a=1", heard);
    for (var i = 0; i < 100; i++) {
      socket.sendText("hello " + i, true).get(SECONDS_MAX, TimeUnit.SECONDS);
      assertThat(heard.next()).isEqualTo("hello " + i + " from /talk");
    }
    socket.sendPing(ByteBuffer.allocate(7)).get(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(heard.pong.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo("pong of 7");
    socket.sendBinary(ByteBuffer.allocate(3 << 20), true).get(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(heard.next()).isEqualTo("bytes: " + (3 << 20));
    socket.abort();
  }

  @Test
  void subprotocol_isChosenByTheOrigin() throws Exception {
    var socket = open("/talk", new Heard(), "chat.v9", "chat.v2");
    assertThat(socket.getSubprotocol()).isEqualTo("chat.v2");
    socket.abort();
  }

  @Test
  void closeOfTheClient_reachesTheOrigin() throws Exception {
    closedAtOrigin.clear();
    var heard = new Heard();
    var socket = open("/talk", heard);
    socket.sendClose(4001, "enough").get(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(closedAtOrigin.poll(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(4001);
    assertThat(heard.closed.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(4001);
  }

  @Test
  void closeOfTheOrigin_reachesTheClient() throws Exception {
    var heard = new Heard();
    open("/talk", heard).sendText("close 4002", true).get(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(heard.closed.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(4002);
  }

  @Test
  void clientThatIsGone_isGoneForTheOriginToo() throws Exception {
    closedAtOrigin.clear();
    open("/talk", new Heard()).abort();
    assertThat(closedAtOrigin.poll(SECONDS_MAX, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void originThatRefuses_isHeard() {
    assertThatThrownBy(() -> open("/forbidden", new Heard()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void originThatIsAway_is504() throws Exception {
    try (var alone = OneEdge.before(loops.vertx(), URI.create("http://127.0.0.1:1"));
        var client = RawConnection.to(alone.port())) {
      var answer =
          client.ask(
              "GET /talk HTTP/1.1",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(answer.status()).isEqualTo(504);
    }
  }
}
