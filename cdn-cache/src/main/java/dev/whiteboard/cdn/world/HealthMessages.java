package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.HealthProbes;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.tier.Peer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/** Asks nodes whether they are well, over a connection to each. For any event loop. */
public final class HealthMessages implements AutoCloseable {
  private final HttpClient client;
  private final String secret;
  private final BookDesk books;

  /**
   * With no connection yet.
   *
   * @param secret what nodes know each other by
   * @param books whose version is told, and hears of others'
   */
  public HealthMessages(Vertx vertx, String secret, BookDesk books) {
    var connect = (int) HealthProbes.DEADLINE.toMillis();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(connect),
            new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
    this.secret = secret;
    this.books = books;
  }

  /** Fails where the node does not say in time that it is well. */
  public Future<Void> check(Peer peer) {
    var address = peer.address();
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(address.getHost().replaceAll("[\\[\\]]", ""))
            .setPort(address.getPort())
            .setURI("/")
            .setTimeout(HealthProbes.DEADLINE.toMillis())
            .putHeader(NodeFields.SECRET, secret)
            .putHeader(NodeFields.MESSAGE, InternalListener.HEALTH)
            .putHeader(NodeFields.BOOK, books.version());
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(response -> {
          books.heard(address, response.getHeader(NodeFields.BOOK));
          return response.end().map(response.statusCode());
        })
        .timeout(HealthProbes.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .compose(status ->
            status == 200
                ? Future.<Void>succeededFuture()
                : Future.failedFuture("answered " + status));
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
