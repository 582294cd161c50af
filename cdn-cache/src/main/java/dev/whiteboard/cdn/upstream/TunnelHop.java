package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;

/**
 * Opens connections that stop speaking HTTP: WebSockets. Each has a connection of its own, which is
 * never used again. One for each event loop.
 */
public final class TunnelHop implements AutoCloseable {
  /** A WebSocket over which nothing goes for so long is closed; pings count. */
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final HttpClientAgent client;

  /** What came of it. */
  public sealed interface Tunnel {
    /** A connection, open. */
    record Opened(ResponseHead head, NetSocket socket) implements Tunnel {}

    /** Another answer than 101; its body is left out. */
    record Refused(ResponseHead head) implements Tunnel {}
  }

  /**
   * With connections of its own.
   *
   * @param tunnelsMax how many may be open at once
   */
  public TunnelHop(Vertx vertx, HopBounds bounds, int tunnelsMax) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) bounds.connect().toMillis())
                .setIdleTimeout((int) IDLE_MAX.toSeconds())
                .setKeepAlive(true)
                .setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(tunnelsMax).setMaxWaitQueueSize(0));
  }

  /**
   * Opens one.
   *
   * @param head with its {@code upgrade} field
   * @param longest to wait for the 101
   * @return fails with {@link UpstreamException} where no answer came
   */
  public Future<Tunnel> open(URI address, RequestHead head, Duration longest) {
    Promise<Tunnel> opened = Promise.promise();
    client
        .request(HttpHop.options(address).setMethod(HttpMethod.GET).setURI(head.target()))
        .onSuccess(request -> upgrade(request, head, longest, opened))
        .onFailure(failure -> opened.tryFail(HopFailures.before(failure)));
    return opened.future();
  }

  private void upgrade(
      HttpClientRequest request, RequestHead head, Duration longest, Promise<Tunnel> opened) {
    request.putHeader("host", head.authority());
    head.fields().forEach(field -> request.headers().add(field.name(), field.value()));
    request.putHeader("connection", "Upgrade");
    var timer =
        vertx.setTimer(
            longest.toMillis(),
            _ -> {
              opened.tryFail(
                  new UpstreamException(Reason.TIMEOUT, "No answer to the upgrade in time."));
              request.reset();
            });
    request
        .connect()
        .onComplete(done -> {
          vertx.cancelTimer(timer);
          if (done.succeeded()) {
            accept(done.result(), opened);
          } else {
            opened.tryFail(HopFailures.instead(done.cause()));
          }
        });
  }

  private static void accept(HttpClientResponse response, Promise<Tunnel> opened) {
    var status = response.statusCode();
    var head = new ResponseHead(status, HttpHop.endToEnd(response.headers()));
    if (status != 101) {
      response.request().connection().close();
      refused(head, opened);
      return;
    }
    var socket = response.netSocket();
    socket.pause();
    if (!opened.tryComplete(new Tunnel.Opened(head, socket))) {
      socket.close();
    }
  }

  private static void refused(ResponseHead head, Promise<Tunnel> opened) {
    if (HttpHop.isFinal(head.status())) {
      opened.tryComplete(new Tunnel.Refused(head));
    } else {
      opened.tryFail(HttpHop.noAnswer(head.status()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
