package dev.whiteboard.simulation.chat;

import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that says welcome and nothing else, to so many a second, over real sockets. */
final class PacedGateway implements AutoCloseable {
  private static final int START_SECONDS_MAX = 10;
  private static final long HEARTBEAT_MS = 25_000;
  private static final int FRAME_BYTES_MAX = 65_536;
  private static final double MILLIS_A_SECOND = 1_000;

  private final Vertx vertx;
  private final HttpServer server;
  private final double welcomeMs;
  private double busyUntilMs;

  /** On a free port. */
  PacedGateway(Vertx vertx, double perSecond) throws TimeoutException {
    this.vertx = vertx;
    this.welcomeMs = MILLIS_A_SECOND / perSecond;
    var options = new HttpServerOptions().setWebSocketSubProtocols(List.of("chat.v1+json"));
    this.server =
        vertx
            .createHttpServer(options)
            .webSocketHandler(socket -> socket.textMessageHandler(_ -> welcome(socket)))
            .listen(0, "127.0.0.1")
            .await(START_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Behind all who came before; on its event loop alone. */
  private void welcome(ServerWebSocket socket) {
    var nowMs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) / MILLIS_A_SECOND;
    busyUntilMs = Math.max(busyUntilMs, nowMs) + welcomeMs;
    var frame =
        new ServerFrame.Welcome(
            new SessionId(UUID.randomUUID()), "paced", HEARTBEAT_MS, 256, FRAME_BYTES_MAX);
    var text = ServerFrames.json(frame).encode();
    vertx.setTimer(
        Math.max(1, Math.round(busyUntilMs - nowMs)),
        _ -> {
          var _ = socket.writeTextMessage(text);
        });
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Closes all of its sockets. */
  @Override
  public void close() throws TimeoutException {
    server.close().await(START_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
