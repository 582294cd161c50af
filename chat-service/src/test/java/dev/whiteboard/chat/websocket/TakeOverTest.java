package dev.whiteboard.chat.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
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
  private final LinkedBlockingQueue<String> late = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private WebServer server;

  @BeforeEach
  void open() throws IOException {
    vertx = Vertx.vertx();
    server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 1),
            _ -> {
              var sockets = new SocketServer(SocketOptions.DEFAULT);
              var router = Router.router(vertx);
              router.get("/late").handler(routed -> acceptLate(routed.request(), sockets));
              router
                  .get("/socket")
                  .handler(routed -> {
                    channels.add(((ConnectionBase) routed.request().connection()).channel());
                    sockets.accept(routed.request(), SocketNode.Owner::new);
                  });
              return router;
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

      await()
          .atMost(WAIT_SECONDS, SECONDS)
          .untilAsserted(() ->
              assertThat(pipeline.toMap().values()).hasSize(1).first().isInstanceOf(Wire.class));
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
  void accept_clientThatHasGone_opensNothing() throws Exception {
    try (var client = RawClient.connect(server.port())) {
      client.send(RawClient.request("/late", Map.of()));
      assertThat(channels.poll(WAIT_SECONDS, SECONDS)).isNotNull();
    }

    assertThat(late.poll(WAIT_SECONDS, SECONDS)).isEqualTo("accepted");
    assertThat(late).isEmpty();
  }

  @Test
  void drain_clientThatNeverAnswers_isCutOffInTime() throws Exception {
    try (var client = RawClient.open(server.port())) {
      server.drain(Duration.ofMillis(200));

      assertThat(client.read()).isEqualTo("close 1001");
      assertThat(channels.poll(WAIT_SECONDS, SECONDS).isActive()).isFalse();
    }
  }

  /** As one would who asks a store first, while the client hangs up. */
  private void acceptLate(HttpServerRequest request, SocketServer sockets) {
    request
        .connection()
        .closeHandler(_ -> {
          sockets.accept(
              request,
              socket -> {
                late.add("opened");
                return new SocketNode.Owner(socket);
              });
          late.add("accepted");
        });
    channels.add(((ConnectionBase) request.connection()).channel());
  }

  private static void skipBody(RawClient client) throws IOException {
    client.skip(Integer.parseInt(client.header("content-length")));
  }
}
