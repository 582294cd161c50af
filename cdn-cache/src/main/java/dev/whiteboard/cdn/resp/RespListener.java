package dev.whiteboard.cdn.resp;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's share of one event loop. */
final class RespListener extends VerticleBase {
  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final int ACCEPT_BACKLOG = 1_024;
  private static final Buffer TOO_MANY = Buffer.buffer("-ERR max number of clients reached\r\n");

  private final SocketAddress address;
  private final RespShared shared;
  private final AtomicInteger port;
  private final Set<RespConnection> connections = new HashSet<>();

  /**
   * One to be deployed.
   *
   * @param port takes the port that it listens on
   */
  RespListener(SocketAddress address, RespShared shared, AtomicInteger port) {
    this.address = address;
    this.shared = shared;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_EVERY_MILLIS, _ -> cutWhoIsStuck());
    var options =
        new NetServerOptions()
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setAcceptBacklog(ACCEPT_BACKLOG);
    return vertx
        .createNetServer(options)
        .connectHandler(this::connected)
        .listen(address)
        .onSuccess(server -> port.set(server.actualPort()));
  }

  private void connected(NetSocket socket) {
    if (!shared.enters()) {
      var _ = socket.end(TOO_MANY);
      return;
    }
    var connection = new RespConnection(socket, shared);
    connections.add(connection);
    socket.exceptionHandler(_ -> connection.cut());
    socket.closeHandler(_ -> {
      connection.ended();
      connections.remove(connection);
      shared.leaves(connection.wasCut());
    });
  }

  private void cutWhoIsStuck() {
    var nowMillis = shared.clock().millis();
    List.copyOf(connections).stream()
        .filter(connection -> connection.isStuck(nowMillis))
        .forEach(RespConnection::cut);
  }
}
