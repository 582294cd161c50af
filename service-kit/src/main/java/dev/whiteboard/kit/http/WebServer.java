package dev.whiteboard.kit.http;

import dev.whiteboard.kit.run.ServiceMain;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on one port and several event loops, bounded in all that a client can send,
 * and drained on the way out.
 *
 * <p>Each event loop has its own handlers, so that nothing in them needs a lock.
 */
public final class WebServer implements AutoCloseable {
  /** Request line, in bytes: a URL of 2,048 characters in a query still fits. */
  static final int REQUEST_LINE_BYTES_MAX = 4_096;

  /** All headers of a request together, in bytes. */
  static final int HEADERS_BYTES_MAX = 8_192;

  /** A connection that says nothing for so long is closed. */
  private static final Duration IDLE_MAX = Duration.ofSeconds(75);

  /**
   * A body that has not arrived by then is given up: a trickle would hold a connection for good.
   */
  private static final Duration BODY_MAX = Duration.ofSeconds(8);

  /** So is a connection whose request line and headers have not arrived by then. */
  private static final SlowSender.Bounds SENDING =
      new SlowSender.Bounds(Duration.ofSeconds(8), null);

  private static final Duration LISTEN_DEADLINE = Duration.ofSeconds(20);

  /** To close what the deadline cut off. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  /** Connections that the kernel may hold ready before we accept them. */
  private static final int ACCEPT_BACKLOG = 4_096;

  /** Addresses for which one on this machine says localhost. */
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "0.0.0.0", "[::1]", "[::]");

  private final List<HttpServer> servers;
  private final String host;
  private final int port;

  private WebServer(List<HttpServer> servers, String host) {
    this.servers = List.copyOf(servers);
    this.host = host;
    this.port = servers.getFirst().actualPort();
  }

  /**
   * Starts to listen.
   *
   * @param handlers makes the handler for one event loop
   * @throws BindException where the port is taken; the message names it
   * @throws IOException where it can't be had for another reason; the message names it
   */
  public static WebServer start(
      Vertx vertx, WebServerOptions options, Function<Vertx, Handler<HttpServerRequest>> handlers)
      throws IOException {
    var servers = new CopyOnWriteArrayList<HttpServer>();
    var address =
        options.port() == 0
            ? FreePorts.on(options.host())
            : SocketAddress.inetSocketAddress(options.port(), options.host());
    var deployment =
        vertx.deployVerticle(
            () -> new Listener(address, handlers, servers),
            new DeploymentOptions().setInstances(options.eventLoops()));
    awaitListening(deployment, options);
    return new WebServer(servers, options.host());
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where it is for whoever is on this machine. */
  public URI url() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + (LOCAL.contains(name) ? "localhost" : name) + ":" + port);
  }

  /**
   * Stops accepting, lets what is in flight end, then closes. Blocks until then.
   *
   * @param deadline what is still in flight then is cut off
   * @throws TimeoutException where connections stay open even so
   */
  public void drain(Duration deadline) throws TimeoutException {
    var closings =
        servers.stream()
            .map(server -> server.shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS))
            .toList();
    Future.join(closings).await(deadline.plus(CLOSE_MAX).toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Drains it for as long as the end of a service leaves to requests. Blocks until then.
   *
   * @throws TimeoutException where connections stay open even so
   */
  @Override
  public void close() throws TimeoutException {
    drain(ServiceMain.REQUESTS_DEADLINE);
  }

  private static void awaitListening(Future<String> deployment, WebServerOptions options)
      throws IOException {
    var address = options.host() + ":" + options.port();
    try {
      deployment
          .toCompletionStage()
          .toCompletableFuture()
          .get(LISTEN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw refused(address, e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("cannot listen on " + address + " in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen on " + address);
    }
  }

  /** The native transport has an exception of its own for a port that is taken. */
  private static IOException refused(String address, @Nullable Throwable cause) {
    var reason = String.valueOf(cause == null ? null : cause.getMessage());
    return reason.contains("Address already in use")
        ? new BindException("cannot listen on " + address + ": it is taken")
        : new IOException("cannot listen on " + address + ": " + reason, cause);
  }

  /** The server's share of one event loop. */
  private static final class Listener extends VerticleBase {
    private final SocketAddress address;
    private final Function<Vertx, Handler<HttpServerRequest>> handlers;
    private final List<HttpServer> servers;

    Listener(
        SocketAddress address,
        Function<Vertx, Handler<HttpServerRequest>> handlers,
        List<HttpServer> servers) {
      this.address = address;
      this.handlers = handlers;
      this.servers = servers;
    }

    @Override
    public Future<?> start() {
      var handler = handlers.apply(vertx);
      var deadlines = new BodyDeadlines(vertx, BODY_MAX, Listener::giveUp);
      return vertx
          .createHttpServer(bounds())
          .requestHandler(request -> handle(request, deadlines, handler))
          .connectionHandler(connection -> SlowSender.watch(connection, SENDING))
          .invalidRequestHandler(InvalidRequests::answer)
          .listen(address)
          .onSuccess(servers::add);
    }

    private static void handle(
        HttpServerRequest request, BodyDeadlines deadlines, Handler<HttpServerRequest> handler) {
      var headers = request.headers();
      if (headers.contains(HttpHeaders.CONTENT_LENGTH)
          || headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
        deadlines.await(request);
      }
      handler.handle(request);
    }

    /** Unless somebody reads it as it comes, with deadlines of his own. */
    private static void giveUp(HttpServerRequest request) {
      if (BodyBytes.isReading(request.connection())
          || (request.response().headWritten() && !request.response().ended())) {
        return;
      }
      var problem = Problem.of(408, "Request timeout", "The body did not arrive in time.");
      DirectAnswers.write(request, problem.toReply(request));
      request.connection().close();
    }

    private static HttpServerOptions bounds() {
      return new HttpServerOptions()
          .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
          .setMaxHeaderSize(HEADERS_BYTES_MAX)
          .setIdleTimeout((int) IDLE_MAX.toSeconds())
          .setAcceptBacklog(ACCEPT_BACKLOG)
          .setHttp2ClearTextEnabled(false)
          .setPerMessageWebSocketCompressionSupported(false)
          .setPerFrameWebSocketCompressionSupported(false);
    }
  }
}
