package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.kit.http.SlowSender;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A port that clients or nodes talk to: HTTP/1.1 and HTTP/2 in clear; or, with a certificate, both
 * in TLS, and HTTP/3 on the UDP port of the same number.
 *
 * <p>Several event loops share the port, each with a handler of its own.
 */
public final class NodeListener {
  private static final Duration LISTEN_DEADLINE = Duration.ofSeconds(20);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
  private static final int ACCEPT_BACKLOG = 4_096;

  private final List<HttpServer> servers;
  private final int port;

  /**
   * How to listen.
   *
   * @param node whose it is
   * @param host the address
   * @param port 0 for one that is free
   * @param eventLoops how many share it
   * @param certificate for TLS and QUIC; null for clear text
   * @param bounds what clients may take
   * @param connections counts them, for one listener or several
   */
  public record Options(
      Node node,
      String host,
      int port,
      int eventLoops,
      @Nullable KeyCertOptions certificate,
      ListenerBounds bounds,
      InUse connections) {
    /** With connections counted by itself. */
    public Options(
        Node node,
        String host,
        int port,
        int eventLoops,
        @Nullable KeyCertOptions certificate,
        ListenerBounds bounds) {
      this(node, host, port, eventLoops, certificate, bounds, bounds.connections());
    }

    /** The same, with connections counted together with others'. */
    public Options with(InUse others) {
      return new Options(node, host, port, eventLoops, certificate, bounds, others);
    }
  }

  private NodeListener(List<HttpServer> servers, int port) {
    this.servers = List.copyOf(servers);
    this.port = port;
  }

  /**
   * Starts to listen. Blocks until it does.
   *
   * @param handlers makes the handler for one event loop
   * @throws IOException where the port can't be had; the message names it
   */
  public static NodeListener start(
      Vertx vertx,
      Options options,
      ProxyMeters meters,
      Function<Vertx, Handler<HttpServerRequest>> handlers)
      throws IOException {
    var port = options.port == 0 ? freePort() : options.port;
    var servers = new CopyOnWriteArrayList<HttpServer>();
    var deployment =
        vertx.deployVerticle(
            () -> new Loop(options, port, meters, handlers, servers),
            new DeploymentOptions().setInstances(options.eventLoops));
    await(deployment, options.host + ":" + port);
    return new NodeListener(servers, port);
  }

  /** Its port, of TCP and of UDP. */
  public int port() {
    return port;
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

  /** TCP and UDP, and each event loop, need to know the same one. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void await(Future<String> deployment, String address) throws IOException {
    try {
      deployment
          .toCompletionStage()
          .toCompletableFuture()
          .get(LISTEN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("cannot listen on " + address + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen on " + address, e);
    }
  }

  /** The listener's share of one event loop. */
  private static final class Loop extends VerticleBase {
    private final Options options;
    private final int port;
    private final ProxyMeters meters;
    private final Function<Vertx, Handler<HttpServerRequest>> handlers;
    private final List<HttpServer> servers;

    Loop(
        Options options,
        int port,
        ProxyMeters meters,
        Function<Vertx, Handler<HttpServerRequest>> handlers,
        List<HttpServer> servers) {
      this.options = options;
      this.port = port;
      this.meters = meters;
      this.handlers = handlers;
      this.servers = servers;
    }

    @Override
    public Future<?> start() {
      var guard = new Guard(options.node, options.bounds, options.connections, meters);
      var handler = handlers.apply(vertx);
      var certificate = options.certificate;
      if (certificate == null) {
        return tcp(guard, null, handler);
      }
      var tls = new ServerSSLOptions().setKeyCertOptions(certificate);
      var advertised = advertising(handler);
      return tcp(guard, timed(tls), advertised).compose(_ -> quic(guard, tls.copy(), advertised));
    }

    private Future<HttpServer> tcp(
        Guard guard, @Nullable ServerSSLOptions tls, Handler<HttpServerRequest> handler) {
      var server =
          Accepting.server(vertx, tcp(), tls, guard::accepted)
              .connectionHandler(SlowSender::connected);
      return listen(
          server,
          guard,
          request -> {
            if (request.version() == HttpVersion.HTTP_2) {
              SlowSender.requested(request.connection());
            }
            handler.handle(request);
          });
    }

    /** A handshake counts as part of the first head, whose deadline is the sooner one. */
    private ServerSSLOptions timed(ServerSSLOptions tls) {
      return tls.copy()
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
          .setSslHandshakeTimeout(2 * options.bounds.head().toMillis());
    }

    private Future<HttpServer> quic(
        Guard guard, ServerSSLOptions tls, Handler<HttpServerRequest> handler) {
      var server = vertx.createHttpServer(udp(), tls).connectionHandler(guard::connected);
      return listen(server, guard, handler);
    }

    private Future<HttpServer> listen(
        HttpServer server, Guard guard, Handler<HttpServerRequest> handler) {
      return server
          .invalidRequestHandler(guard::invalid)
          .requestHandler(handler)
          .listen()
          .onSuccess(servers::add);
    }

    /** Says that HTTP/3 is to be had at the same number (RFC 7838). */
    private Handler<HttpServerRequest> advertising(Handler<HttpServerRequest> handler) {
      var value = "h3=\":" + port + "\"; ma=86400";
      return request -> {
        if (request.version() != HttpVersion.HTTP_3) {
          request.response().putHeader("alt-svc", value);
        }
        handler.handle(request);
      };
    }

    private HttpServerConfig tcp() {
      var bounds = options.bounds;
      var config =
          new HttpServerConfig(new HttpServerOptions().setAcceptBacklog(ACCEPT_BACKLOG))
              .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
              .setTcpHost(options.host)
              .setTcpPort(port)
              .setIdleTimeout(bounds.idle())
              .setHandle100ContinueAutomatically(true);
      config
          .getHttp1Config()
          .setMaxInitialLineLength(bounds.requestLineBytesMax())
          .setMaxHeaderSize(bounds.headBytesMax());
      config
          .getHttp2Config()
          .getInitialSettings()
          .setMaxConcurrentStreams(bounds.streamsMax())
          .setMaxHeaderListSize(bounds.headBytesMax());
      // Those of tunnels are the origin's matter, and a look at each message for nothing.
      config
          .getWebSocketConfig()
          .setUsePerMessageCompression(false)
          .setUsePerFrameCompression(false);
      return config;
    }

    private HttpServerConfig udp() {
      return new HttpServerConfig()
          .setVersions(HttpVersion.HTTP_3)
          .setQuicHost(options.host)
          .setQuicPort(port)
          .setIdleTimeout(options.bounds.idle());
    }
  }
}
