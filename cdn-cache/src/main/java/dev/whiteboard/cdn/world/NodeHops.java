package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.Field;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.tier.Peer;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks nodes and origins over HTTP/1.1. For any event loop. */
final class NodeHops implements AutoCloseable {
  static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  private static final int CONNECTIONS_MAX = 256;
  private static final int WAITING_MAX = 4_096;
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "host");

  private final HttpClient client;
  private final String secret;

  NodeHops(Vertx vertx, String secret) {
    this.secret = secret;
    var options =
        new HttpClientOptions()
            .setConnectTimeout((int) CONNECT_MAX.toMillis())
            .setDecompressionSupported(false);
    var pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX);
    this.client = vertx.createHttpClient(options, pool);
  }

  /** Asks another node: the request is the client's, with what nodes tell each other. */
  Future<Incoming> node(Peer peer, Outgoing request) {
    var head = request.head();
    var fields =
        head.fields().toBuilder()
            .set(NodeFields.SECRET, secret)
            .set(NodeFields.SCHEME, head.scheme())
            .set(NodeFields.EPOCH, Long.toString(request.epoch()))
            .build();
    return send(peer.address(), head.withFields(fields), request);
  }

  /** Asks an origin. */
  Future<Incoming> origin(Peer peer, Outgoing request) {
    return send(peer.address(), request.head(), request);
  }

  /** Asks another node whether it is well. */
  Future<Void> check(Peer peer, Duration deadline) {
    return client
        .request(options(peer.address()).setMethod(HttpMethod.GET).setURI("/"))
        .compose(request ->
            request
                .putHeader(NodeFields.SECRET, secret)
                .putHeader(NodeFields.MESSAGE, InternalListener.HEALTH)
                .send())
        .compose(response -> response.end().map(response.statusCode()))
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .compose(status ->
            status == 200
                ? Future.<Void>succeededFuture()
                : Future.failedFuture("answered " + status));
  }

  private Future<Incoming> send(URI address, RequestHead head, Outgoing request) {
    var options =
        options(address).setMethod(HttpMethod.valueOf(head.method())).setURI(head.target());
    return client
        .request(options)
        .compose(sent -> exchange(sent, head, request), NodeHops::unreachable)
        .map(NodeHops::incoming);
  }

  private static Future<HttpClientResponse> exchange(
      HttpClientRequest sent, RequestHead head, Outgoing request) {
    sent.headers().set("host", head.authority());
    for (var field : head.fields()) {
      if (!OF_THE_CONNECTION.contains(field.name())) {
        sent.headers().add(field.name(), field.value());
      }
    }
    var body = request.body();
    if (body != null && !head.fields().has("content-length")) {
      sent.setChunked(true);
    }
    var response = body == null ? sent.send() : sent.send(body);
    return response
        .timeout(request.headDeadline().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> {
          sent.reset();
          return Future.failedFuture(asException(failure));
        });
  }

  private static UpstreamException asException(Throwable failure) {
    return failure instanceof TimeoutException
        ? new UpstreamException(Reason.TIMEOUT, "No answer came in time.", failure)
        : new UpstreamException(Reason.BROKEN, "What came is no answer.", failure);
  }

  private static <T> Future<T> unreachable(Throwable failure) {
    return Future.failedFuture(
        new UpstreamException(Reason.UNREACHABLE, "Nobody answers at its address.", failure));
  }

  private static Incoming incoming(HttpClientResponse response) {
    response.pause();
    var head = new ResponseHead(response.statusCode(), fields(response.headers()));
    return new Incoming(
        head, response, () -> fields(response.trailers()), () -> response.request().reset());
  }

  static Fields fields(MultiMap headers) {
    var fields = Fields.builder();
    headers.forEach((name, value) -> fields.add(name, value));
    return fields.build().without(OF_THE_CONNECTION);
  }

  private static RequestOptions options(URI address) {
    var tls = "https".equals(address.getScheme());
    var port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
    var host = address.getHost().replaceAll("[\\[\\]]", "");
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(port, host))
        .setHost(host)
        .setPort(port)
        .setSsl(tls);
  }

  static void copy(Fields fields, MultiMap headers) {
    for (Field field : fields) {
      headers.add(field.name(), field.value());
    }
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
