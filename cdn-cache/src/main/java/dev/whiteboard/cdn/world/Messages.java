package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeFields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Brings messages of nodes to other nodes, over a few connections to each. For any thread. */
final class Messages implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofMillis(500);
  private static final int CONNECTIONS_MAX = 4;

  /** What comes on top fails at once: who needs to know sends again. */
  private static final int WAITING_MAX = 256;

  private final HttpClient client;
  private final String secret;

  /**
   * With no connection yet.
   *
   * @param secret what nodes know each other by
   */
  Messages(Vertx vertx, String secret) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_MAX.toMillis())
                .setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
    this.secret = secret;
  }

  /**
   * What a node says to a message.
   *
   * @param status as in HTTP
   * @param type of the body; empty for none
   */
  record Answer(int status, String type, Buffer body) {}

  /** Sends a message; fails where no answer comes in time. */
  Future<Answer> send(URI address, String message, Buffer body, Duration deadline) {
    return client
        .request(options(address, message, deadline))
        .compose(request -> request.send(body).compose(Messages::read))
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Called as the head comes, on its event loop: later the body may have gone by. */
  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> answer(response, body));
  }

  private static Answer answer(HttpClientResponse response, Buffer body) {
    var type = response.getHeader("content-type");
    return new Answer(response.statusCode(), type == null ? "" : type, body);
  }

  private RequestOptions options(URI address, String message, Duration deadline) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(address.getHost().replaceAll("[\\[\\]]", ""))
        .setPort(address.getPort())
        .setURI("/")
        .setIdleTimeout(deadline.toMillis())
        .putHeader(NodeFields.SECRET, secret)
        .putHeader(NodeFields.MESSAGE, message);
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
