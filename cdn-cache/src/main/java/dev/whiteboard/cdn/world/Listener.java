package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.cdn.proxy.ListenerBounds;
import dev.whiteboard.cdn.proxy.Node;
import dev.whiteboard.cdn.proxy.NodeListener;
import dev.whiteboard.cdn.proxy.ProxyMeters;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that is closed and opened again, at the same number. Waits: not on an event loop. */
final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private final At at;
  private final Vertx vertx;
  private final ProxyMeters meters;
  private final BiFunction<Vertx, Closers, Handler<HttpServerRequest>> handlers;
  private volatile int port;
  private volatile @Nullable NodeListener server;
  private Closers opened = new Closers();

  /**
   * Where it listens.
   *
   * @param port 0 for a free one
   * @param certificate null for clear text
   * @param connections counts them together with those of other listeners; empty for alone
   */
  record At(
      Node node,
      String host,
      int port,
      @Nullable KeyCertOptions certificate,
      Optional<InUse> connections) {}

  /**
   * Closed.
   *
   * @param handlers makes the handler of an event loop; what it opens is closed with the port
   */
  Listener(
      At at,
      Vertx vertx,
      ProxyMeters meters,
      BiFunction<Vertx, Closers, Handler<HttpServerRequest>> handlers) {
    this.at = at;
    this.port = at.port;
    this.vertx = vertx;
    this.meters = meters;
    this.handlers = handlers;
  }

  boolean isOpen() {
    return server != null;
  }

  int port() {
    return port;
  }

  URI url() {
    var scheme = at.certificate == null ? "http" : "https";
    return URI.create(scheme + "://" + inUrl(at.host) + ":" + port);
  }

  static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  synchronized void open() throws IOException {
    if (server != null) {
      return;
    }
    var fresh = new Closers();
    var options = options();
    try {
      var listening =
          NodeListener.start(vertx, options, meters, eventLoop -> handlers.apply(eventLoop, fresh));
      port = listening.port();
      opened = fresh;
      server = listening;
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
  }

  private NodeListener.Options options() {
    var alone =
        new NodeListener.Options(
            at.node, at.host, port, EventLoops.COUNT, at.certificate, ListenerBounds.DEFAULT);
    return at.connections.map(alone::with).orElse(alone);
  }

  synchronized void close(Duration deadline) {
    var open = server;
    server = null;
    if (open != null) {
      drain(open, deadline);
      opened.close();
    }
  }

  private static void drain(NodeListener server, Duration deadline) {
    try {
      server.drain(deadline);
    } catch (TimeoutException e) {
      log.atWarn().setCause(e).log("connections stay open");
    }
  }
}
