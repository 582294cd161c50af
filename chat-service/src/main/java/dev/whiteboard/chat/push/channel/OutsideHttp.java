package dev.whiteboard.chat.push.channel;

import dev.whiteboard.chat.push.channel.Destinations.Place;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to servers that users name. The address that was checked is the one that is connected to,
 * while the certificate has to be that of the name; no redirect is followed; nothing of an answer
 * is kept but its status.
 *
 * <p>For any thread but an event loop's: it blocks.
 */
public final class OutsideHttp implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  /** A connection that rests for longer is closed. */
  private static final Duration REST_MAX = Duration.ofSeconds(20);

  /** To one server at once: one for each caller, so that none waits for another. */
  public static final int CALLERS_MAX = 256;

  private static final int HEAD_BYTES_MAX = 8 * 1024;

  /** Of what comes behind the status so much is read, for so long, to keep the connection. */
  private static final int BODY_BYTES_MAX = 16 * 1024;

  private static final Duration BODY_MAX = Duration.ofSeconds(2);

  /** More than a request and a look-up have together. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static final PushOutcome TOO_LATE = later("it does not answer");

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final Vertx vertx;
  private final Destinations destinations;
  private final InstantSource clock;
  private final Duration max;
  private final HttpClientAgent client;

  /**
   * With connections of its own.
   *
   * @param max how long an answer may take, from the start
   */
  public OutsideHttp(Vertx vertx, Destinations destinations, InstantSource clock, Duration max) {
    this(vertx, destinations, clock, max, options());
  }

  /** With certificates that others do not trust. */
  OutsideHttp(
      Vertx vertx,
      Destinations destinations,
      InstantSource clock,
      Duration max,
      HttpClientOptions options) {
    this.vertx = vertx;
    this.destinations = destinations;
    this.clock = clock;
    this.max = max;
    this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CALLERS_MAX));
  }

  static HttpClientOptions options() {
    return new HttpClientOptions()
        .setConnectTimeout((int) CONNECT_MAX.toMillis())
        .setKeepAliveTimeout((int) REST_MAX.toSeconds())
        .setMaxHeaderSize(HEAD_BYTES_MAX)
        .setDecompressionSupported(false);
  }

  /**
   * What is posted.
   *
   * @param url where
   * @param gone statuses by which the server says that there is nobody any more
   */
  record Post(URI url, Map<String, String> headers, Buffer body, Set<Integer> gone) {}

  /** Posts, and tells what the status means. */
  PushOutcome post(Post post) {
    try {
      return switch (destinations.find(post.url)) {
        case Place.At(var address) -> send(post, address);
        case Place.Unknown _ -> later("its host is not known");
        case Place.Forbidden _ -> new Refused("its host is none to go to");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return later("this node ends");
    }
  }

  private PushOutcome send(Post post, InetAddress address) throws InterruptedException {
    var options = options(post.url, address);
    post.headers.forEach(options::putHeader);
    try {
      return send(post, options)
          .toCompletionStage()
          .toCompletableFuture()
          .get(max.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return TOO_LATE;
    }
  }

  private static RequestOptions options(URI url, InetAddress address) {
    var tls = "https".equals(url.getScheme());
    var defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
    var port = url.getPort() < 0 ? defaultPort : url.getPort();
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, literal(address)))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setFollowRedirects(false);
  }

  /** As a URL has it: of IPv6 in brackets. */
  private static String literal(InetAddress address) {
    var text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** One that connects when it is too late is not sent any more. */
  private Future<PushOutcome> send(Post post, RequestOptions options) {
    Promise<PushOutcome> outcome = Promise.promise();
    var timer = vertx.setTimer(max.toMillis(), _ -> outcome.tryComplete(TOO_LATE));
    client
        .request(options)
        .onSuccess(request -> send(post, request, outcome))
        .onFailure(_ -> outcome.tryComplete(later("it can't be connected to")));
    return outcome.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private void send(Post post, HttpClientRequest request, Promise<PushOutcome> outcome) {
    if (outcome.future().isComplete()) {
      request.reset();
      return;
    }
    request
        .send(post.body)
        .onSuccess(response -> {
          outcome.tryComplete(meaning(post, response));
          skipBody(response);
        })
        .onFailure(_ -> outcome.tryComplete(later("it broke off")));
    outcome.future().onSuccess(what -> resetIfLate(request, what));
  }

  private static void resetIfLate(HttpClientRequest request, PushOutcome outcome) {
    if (outcome.equals(TOO_LATE)) {
      request.reset();
    }
  }

  private void skipBody(HttpClientResponse response) {
    var request = response.request();
    var timer = vertx.setTimer(BODY_MAX.toMillis(), _ -> request.reset());
    var left = new int[] {BODY_BYTES_MAX};
    response.handler(part -> {
      left[0] -= part.length();
      if (left[0] < 0) {
        request.reset();
      }
    });
    response.exceptionHandler(_ -> {}); // that it breaks off is nothing to us
    response.end().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private PushOutcome meaning(Post post, HttpClientResponse response) {
    var status = response.statusCode();
    if (post.gone.contains(status)) {
      return new Gone();
    }
    return switch (status) {
      case 404, 408, 425, 429 -> later(response);
      default -> {
        if (status >= 500) {
          yield later(response);
        }
        yield 200 <= status && status < 300
            ? new Delivered()
            : new Refused("it answered " + status);
      }
    };
  }

  private Later later(HttpClientResponse response) {
    var after = RetryAfter.parse(response.getHeader("Retry-After"), clock.instant());
    return new Later(after, "it answered " + response.statusCode());
  }

  private static Later later(String reason) {
    return new Later(Optional.empty(), reason);
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
