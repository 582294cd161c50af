package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.protect.Gate;
import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.SlowSender;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the clients of a listener within its bounds: how many connections, how slow, how long. Each
 * refusal is counted, and costs little. One for each event loop; connections are counted together.
 */
final class Guard {
  private static final String UNKNOWN = "";

  private final ListenerBounds bounds;
  private final ProxyMeters meters;
  private final Node node;
  private final InUse connections;

  Guard(Node node, ListenerBounds bounds, InUse connections, ProxyMeters meters) {
    this.connections = connections;
    this.node = node;
    this.bounds = bounds;
    this.meters = meters;
  }

  /** A connection of TCP was accepted; nothing has come from it. */
  void accepted(Channel connection) {
    var client = client(connection.remoteAddress());
    if (isRefused(client)) {
      var _ = connection.close();
      return;
    }
    var ending = connections.ending(client);
    connection.closeFuture().addListener(_ -> ending.run());
    SlowSender.watch(connection, bounds.sending(), () -> meters.refused(Kind.TOO_SLOW));
  }

  /** A client has connected by QUIC. */
  void connected(HttpConnection connection) {
    var host = connection.remoteAddress().hostAddress();
    var client = host == null ? UNKNOWN : Gate.client(InetAddress.ofLiteral(host));
    if (isRefused(client)) {
      connection.close();
      return;
    }
    var ending = connections.ending(client);
    connection.closeHandler(_ -> ending.run());
  }

  private boolean isRefused(String client) {
    var refused = connections.begin(client) != InUse.Attempt.BEGUN;
    if (refused) {
      meters.refused(Kind.TOO_MANY_CONNECTIONS);
    }
    return refused;
  }

  private static String client(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? Gate.client(inet.getAddress())
        : UNKNOWN;
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
