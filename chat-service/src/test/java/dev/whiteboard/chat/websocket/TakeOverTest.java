package dev.whiteboard.chat.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the server that services run on: what is left of HTTP when a connection is a WebSocket. */
final class TakeOverTest {
  private static final int WAIT_SECONDS = 60;

  private final LinkedBlockingQueue<Channel> channels = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private WebServer server;

  @BeforeEach
  void open() throws IOException {
    vertx = Vertx.vertx();
    server =
        WebServer.start(vertx, new WebServerOptions("127.0.0.1", 0, 1), _ -> {
          var sockets = new SocketServer(SocketOptions.DEFAULT);
          return request -> {
            channels.add(((ConnectionBase) request.connection()).channel());
            sockets.accept(request, SocketNode.Owner::new);
          };
        });
  }

  @AfterEach
  void close() throws TimeoutException {
    server.drain(Duration.ofSeconds(1));
    vertx.close().await(WAIT_SECONDS, SECONDS);
  }

  @Test
  void accept_request_leavesOneHandlerInThePipeline() throws Exception {
    try (var _ = RawClient.open(server.port())) {
      var pipeline = channels.poll(WAIT_SECONDS, SECONDS).pipeline();

      assertThat(pipeline.toMap().values()).hasSize(1).first().isInstanceOf(Wire.class);
    }
  }

  @Test
  void accept_requestBehindOthersOnTheSameConnection_isAccepted() throws Exception {
    try (var client = RawClient.connect(server.port())) {
      client.send(RawClient.request(Map.of("Upgrade", "")));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 426 ");
      skipBody(client);

      client.handshake().send(ClientFrames.close(1_000));

      assertThat(client.read()).isEqualTo("close 1000");
    }
  }

  @Test
  void drain_clientThatNeverAnswers_isCutOffInTime() throws Exception {
    try (var client = RawClient.open(server.port())) {
      server.drain(Duration.ofMillis(200));

      assertThat(client.read()).isEqualTo("close 1001");
      assertThat(channels.poll(WAIT_SECONDS, SECONDS).isActive()).isFalse();
    }
  }

  private static void skipBody(RawClient client) throws IOException {
    client.skip(Integer.parseInt(client.header("content-length")));
  }
}
