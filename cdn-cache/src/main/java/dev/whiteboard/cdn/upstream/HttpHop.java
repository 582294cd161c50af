package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.message.ConnectionFields;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to one address, over HTTP/1.1 connections that are kept. It chooses nothing, and
 * tries nothing twice but what an old connection swallowed: the other end may close it while the
 * request is on its way, and whoever sent one that is safe to repeat is not to suffer from that
 * (RFC 9110, 9.2.2).
 *
 * <p>Vert.x' client takes 102 for the final answer, and the final one for that of the next request.
 * A connection that says 102, or anything below 200 that is not 100 or 103, is therefore closed
 * before anybody else can be given it.
 *
 * <p>One for each event loop: connections stay on the loop that opened them.
 */
public final class HttpHop implements AutoCloseable {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");
  private static final int STATUS_MIN = 200;
  private static final int STATUS_MAX = 999;

  /** They tell how a message is framed, or whom it is for: too late, and from below its head. */
  private static final Set<String> NO_TRAILERS =
      Set.of(
          "age",
          "cache-control",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "host",
          "set-cookie",
          "trailer",
          "transfer-encoding",
          "vary");

  private final Vertx vertx;
  private final HopBounds bounds;
  private final HttpClientAgent client;
  private final IdleConnections idle;

  /** With connections of its own. */
  public HttpHop(Vertx vertx, HopBounds bounds) {
    this(vertx, bounds, System::nanoTime);
  }

  HttpHop(Vertx vertx, HopBounds bounds, LongSupplier nanos) {
    this.vertx = vertx;
    this.bounds = bounds;
    this.idle = new IdleConnections(bounds.keepAlive(), nanos);
    this.client = vertx.createHttpClient(options(bounds), pool(bounds));
  }

  /** Always to this address. */
  public Upstream to(URI address) {
    return request -> send(address, request);
  }

  /**
   * Sends a request.
   *
   * @param address scheme, host and port
   * @return on the caller's context; fails with {@link UpstreamException}
   */
  public Future<Incoming> send(URI address, Outgoing outgoing) {
    Promise<Incoming> answer = Promise.promise();
    connect(address, outgoing, answer, isRepeatable(outgoing));
    return answer.future();
  }

  private static boolean isRepeatable(Outgoing outgoing) {
    return outgoing.body() == null && REPEATABLE.contains(outgoing.head().method());
  }

  /** A connection that has rested for too long is closed, and the next one taken. */
  private void connect(
      URI address, Outgoing outgoing, Promise<Incoming> answer, boolean mayRepeat) {
    client
        .request(options(address, outgoing))
        .onSuccess(request -> {
          var connection = request.connection();
          if (!idle.isUsable(connection)) {
            connection.close();
            connect(address, outgoing, answer, mayRepeat);
          } else if (mayRepeat && idle.hasRested(connection)) {
            exchange(request, outgoing, answer, () -> connect(address, outgoing, answer, false));
          } else {
            exchange(request, outgoing, answer, null);
          }
        })
        .onFailure(failure -> answer.tryFail(HopFailures.before(failure)));
  }

  private void exchange(
      HttpClientRequest request,
      Outgoing outgoing,
      Promise<Incoming> answer,
      @Nullable Runnable repeat) {
    copy(outgoing, request.headers());
    request.earlyHintsHandler(
        headers -> outgoing.early().handle(new ResponseHead(103, endToEnd(headers))));
    var deadline = new HeadDeadline(vertx, outgoing.headDeadline(), request, answer);
    var response = request.response();
    response
        .onSuccess(head -> {
          deadline.cancel();
          accept(head, answer);
        })
        .onFailure(failure -> {
          deadline.cancel();
          if (repeat != null && failure instanceof HttpClosedException) {
            repeat.run();
          } else {
            answer.tryFail(HopFailures.instead(failure));
          }
        });
    sendBody(request, outgoing, answer, deadline);
  }

  /**
   * Where there is a body, time runs from its end: the client may be slow to send it. One that
   * breaks off must not look like a whole one, so the request is not ended then, but cut.
   */
  private static void sendBody(
      HttpClientRequest request,
      Outgoing outgoing,
      Promise<Incoming> answer,
      HeadDeadline deadline) {
    var body = outgoing.body();
    if (body == null) {
      deadline.start();
      request.end();
      return;
    }
    if (!outgoing.head().fields().has("content-length")) {
      request.setChunked(true);
    }
    body.pipe()
        .endOnFailure(false)
        .to(request)
        .onSuccess(_ -> deadline.start())
        .onFailure(failure -> {
          if (failure instanceof UpstreamException ofTheClient) {
            answer.tryFail(ofTheClient);
          }
          request.reset(0, failure);
        });
  }

  private void accept(HttpClientResponse response, Promise<Incoming> answer) {
    response.pause();
    if (!isFinal(response.statusCode())) {
      response.request().connection().close();
      answer.tryFail(noAnswer(response.statusCode()));
      return;
    }
    var connection = response.request().connection();
    var keepAlive = response.headers().get("keep-alive");
    response.end().onSuccess(_ -> idle.rests(connection, keepAlive));
    var body = new IncomingBody(vertx, response, bounds.bodyIdle());
    var incoming =
        new Incoming(
            new ResponseHead(response.statusCode(), endToEnd(response.headers())),
            body,
            () -> trailers(response.trailers()),
            body::cancel);
    if (!answer.tryComplete(incoming)) {
      body.cancel();
    }
  }

  static boolean isFinal(int status) {
    return status >= STATUS_MIN && status <= STATUS_MAX;
  }

  static UpstreamException noAnswer(int status) {
    return new UpstreamException(
        Reason.BROKEN, "The status %d is no answer to this.".formatted(status));
  }

  static Fields endToEnd(MultiMap headers) {
    return ConnectionFields.without(fields(headers));
  }

  /** What may stand there (RFC 9110, 6.5.1). */
  private static Fields trailers(MultiMap trailers) {
    return endToEnd(trailers).keeping(name -> !NO_TRAILERS.contains(name));
  }

  private static Fields fields(MultiMap headers) {
    var fields = Fields.builder();
    headers.forEach((name, value) -> fields.add(name, value));
    return fields.build();
  }

  static void copy(Outgoing outgoing, MultiMap headers) {
    headers.set("host", outgoing.head().authority());
    for (var field : ConnectionFields.without(outgoing.head().fields())) {
      if (!field.name().equals("expect")) {
        headers.add(field.name(), field.value());
      }
    }
  }

  private static RequestOptions options(URI address, Outgoing outgoing) {
    return options(address)
        .setMethod(HttpMethod.valueOf(outgoing.head().method()))
        .setURI(outgoing.head().target());
  }

  static RequestOptions options(URI address) {
    var tls = "https".equals(address.getScheme());
    var defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
    var port = address.getPort() < 0 ? defaultPort : address.getPort();
    var host = address.getHost();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(port, bare))
        .setHost(bare)
        .setPort(port)
        .setSsl(tls);
  }

  private static HttpClientOptions options(HopBounds bounds) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setConnectTimeout((int) bounds.connect().toMillis())
        .setKeepAliveTimeout((int) bounds.keepAlive().toSeconds())
        .setMaxHeaderSize(bounds.headBytesMax())
        .setDecompressionSupported(false)
        .setTcpNoDelay(true);
  }

  private static PoolOptions pool(HopBounds bounds) {
    return new PoolOptions()
        .setHttp1MaxSize(bounds.connectionsMax())
        .setMaxWaitQueueSize(bounds.waitingMax());
  }

  @Override
  public void close() {
    client.close();
  }
}
