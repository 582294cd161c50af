package dev.whiteboard.cdn.control;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Sends requests to edges of this world, as a client would, and notes what came. It knows no other
 * server: whoever calls names an edge, never a host.
 */
public final class Tryout implements AutoCloseable {
  /** Requests at once, of all callers together. */
  private static final int CONNECTIONS_MAX = 400;

  /** Below the deadline that every answer of the control plane has. */
  private static final Duration ANSWER_MAX = Duration.ofMillis(6_500);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  /** What is read of one body; the rest of it is not asked for. */
  private static final long BODY_BYTES_MAX = 4L << 20;

  private final HttpClient client;
  private final LongSupplier nanos;

  /** By this clock. */
  public Tryout(Vertx vertx, LongSupplier nanos) {
    var options =
        new HttpClientOptions()
            .setConnectTimeout((int) CONNECT_MAX.toMillis())
            .setDecompressionSupported(false);
    this.client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
    this.nanos = nanos;
  }

  /**
   * What to ask.
   *
   * @param edge where it listens in clear
   * @param host as the client names the site
   * @param path with its query
   * @param language for {@code Accept-Language}; empty for none
   */
  public record Question(URI edge, String host, String path, Optional<String> language) {}

  /**
   * What came.
   *
   * @param status 0 where nothing came in time
   * @param micros from the request to the end of the body
   * @param bytes of the body, as far as it was read
   */
  public record Answer(int status, long micros, long bytes, MultiMap fields) {
    private static Answer none(long micros) {
      return new Answer(0, micros, 0, MultiMap.caseInsensitiveMultiMap());
    }
  }

  /** Asks so many times at once, and waits for all. Those without an answer in time have none. */
  public List<Answer> ask(Question question, int times) throws InterruptedException {
    var under = new ArrayList<Future<Answer>>();
    for (var i = 0; i < times; i++) {
      under.add(ask(question));
    }
    try {
      Future.join(under)
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_MAX.plus(CONNECT_MAX).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) { // each tells for itself
    }
    return under.stream()
        .map(one -> one.succeeded() ? one.result() : Answer.none(ANSWER_MAX.toNanos() / 1_000))
        .toList();
  }

  private Future<Answer> ask(Question question) {
    var since = nanos.getAsLong();
    var edge = question.edge();
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(edge.getPort(), edge.getHost()))
            .setHost(question.host())
            .setPort(80)
            .setURI(question.path())
            .setTimeout(ANSWER_MAX.toMillis());
    question.language().ifPresent(tag -> options.putHeader("accept-language", tag));
    return client
        .request(options)
        .compose(request -> request.send().compose(response -> read(response, since)))
        .recover(_ -> Future.succeededFuture(Answer.none(micros(since))));
  }

  private Future<Answer> read(HttpClientResponse response, long since) {
    var done = Promise.<Answer>promise();
    var bytes = new long[1];
    response.handler(piece -> {
      bytes[0] += piece.length();
      if (bytes[0] >= BODY_BYTES_MAX) {
        done.tryComplete(answer(response, bytes[0], since));
        response.request().reset();
      }
    });
    response.exceptionHandler(done::tryFail);
    response.endHandler(_ -> done.tryComplete(answer(response, bytes[0], since)));
    return done.future();
  }

  private Answer answer(HttpClientResponse response, long bytes, long since) {
    return new Answer(response.statusCode(), micros(since), bytes, response.headers());
  }

  private long micros(long since) {
    return (nanos.getAsLong() - since) / 1_000;
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
