package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CacheStatus;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.upstream.TunnelHop;
import dev.whiteboard.cdn.upstream.TunnelHop.Tunnel;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.kit.http.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * WebSockets, passed through: after the handshake bytes go both ways unread, and each end is closed
 * with the other. One for each event loop.
 */
public final class WebSockets {
  private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  private final TunnelHop hop;
  private final Function<RequestHead, Optional<URI>> origin;

  /**
   * To these origins.
   *
   * @param origin of a request; empty for none
   */
  public WebSockets(TunnelHop hop, Function<RequestHead, Optional<URI>> origin) {
    this.hop = hop;
    this.origin = origin;
  }

  /**
   * Takes an upgrade over.
   *
   * @return why not; empty where it was taken
   */
  Optional<Refusal> upgrade(
      HttpServerRequest request, Node node, RequestHead head, String protocol) {
    if (!protocol.toLowerCase(Locale.ROOT).equals("websocket")
        || !head.method().equals("GET")
        || request.version() != HttpVersion.HTTP_1_1
        || !request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true)) {
      return Optional.of(
          Refusal.unsupported(501, "Not implemented", "Of upgrades only WebSocket is passed."));
    }
    var to = origin.apply(head);
    if (to.isEmpty()) {
      return Optional.of(
          Refusal.unsupported(501, "Not implemented", "No WebSocket is to be had here."));
    }
    open(request, node, node.passing(head, RequestId.of(request)), to.get());
    return Optional.empty();
  }

  private void open(HttpServerRequest request, Node node, RequestHead head, URI origin) {
    var upgrade = head.withFields(head.fields().with("upgrade", "websocket"));
    hop.open(origin, upgrade, HANDSHAKE_MAX)
        .onSuccess(tunnel -> {
          switch (tunnel) {
            case Tunnel.Opened opened -> connect(request, opened);
            case Tunnel.Refused(var answer) -> passRefusal(request, answer);
          }
        })
        .onFailure(failure -> refuse(request, node, failure));
  }

  private static void refuse(HttpServerRequest request, Node node, Throwable failure) {
    if (failure instanceof UpstreamException why) {
      var status = CacheStatus.forwarded(node.name(), Why.BYPASS);
      Exchange.refuse(request, Failures.problem(why), status, false);
    } else {
      request.connection().close();
    }
  }

  /** The origin's own words, but for their body. */
  private static void passRefusal(HttpServerRequest request, ResponseHead answer) {
    var response = request.response().setStatusCode(answer.status());
    answer
        .fields()
        .keeping(name -> !name.equals("content-length"))
        .forEach(field -> response.headers().add(field.name(), field.value()));
    response.end();
  }

  private static void connect(HttpServerRequest request, Tunnel.Opened tunnel) {
    var headers = request.response().headers();
    tunnel.head().fields().forEach(field -> headers.add(field.name(), field.value()));
    headers.set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, "websocket");
    request
        .toNetSocket()
        .onSuccess(client -> {
          pass(client, tunnel.socket());
          pass(tunnel.socket(), client);
        })
        .onFailure(_ -> tunnel.socket().close());
  }

  private static void pass(NetSocket from, NetSocket to) {
    from.closeHandler(_ -> to.close());
    from.exceptionHandler(_ -> from.close());
    from.handler(bytes -> {
      to.write(bytes);
      if (to.writeQueueFull()) {
        from.pause();
        to.drainHandler(_ -> from.resume());
      }
    });
    from.resume();
  }
}
