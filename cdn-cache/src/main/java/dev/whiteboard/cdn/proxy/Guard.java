package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.kit.http.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the clients of a listener within its bounds: how many connections, how slow, how long. Each
 * refusal is counted, and costs little. One for each event loop; connections are counted together.
 */
final class Guard {
  private static final String UNKNOWN = "";

  private final Vertx vertx;
  private final ListenerBounds bounds;
  private final ProxyMeters meters;
  private final Node node;
  private final InUse connections;

  Guard(Vertx vertx, Node node, ListenerBounds bounds, InUse connections, ProxyMeters meters) {
    this.connections = connections;
    this.node = node;
    this.vertx = vertx;
    this.bounds = bounds;
    this.meters = meters;
  }

  /** A client has connected. */
  void connected(HttpConnection connection) {
    var client = client(connection.remoteAddress());
    if (connections.begin(client) != InUse.Attempt.BEGUN) {
      meters.refused(Kind.TOO_MANY_CONNECTIONS);
      connection.close();
      return;
    }
    var ending = connections.ending(client);
    connection.closeHandler(_ -> ending.run());
    SlowSender.watch(connection, vertx, bounds, () -> meters.refused(Kind.TOO_SLOW));
  }

  private static String client(@Nullable SocketAddress address) {
    var host = address == null ? null : address.hostAddress();
    return host == null ? UNKNOWN : host;
  }

  /** What is no HTTP, or more of it than we take. */
  void invalid(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    var refusal =
        switch (cause) {
          case TooLongHttpLineException _ ->
              tooLarge(414, "URI too long", bounds.requestLineBytesMax());
          case TooLongHttpHeaderException _ ->
              tooLarge(431, "Request header fields too large", bounds.headBytesMax());
          case null, default -> Refusal.malformed("This is not valid HTTP.");
        };
    meters.refused(refusal.kind());
    Exchange.refuse(request, refusal, node);
  }

  private static Refusal tooLarge(int status, String title, int bytesMax) {
    var detail = "At most %d bytes are taken.".formatted(bytesMax);
    return new Refusal(Kind.TOO_LARGE, Problem.of(status, title, detail), true);
  }
}
