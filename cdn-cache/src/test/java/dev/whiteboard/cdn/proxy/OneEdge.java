package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.caching.RuleSettings;
import dev.whiteboard.cdn.caching.SharedCacheRules;
import dev.whiteboard.cdn.store.Admission;
import dev.whiteboard.cdn.store.DirectMemory;
import dev.whiteboard.cdn.store.EntryCaches;
import dev.whiteboard.cdn.store.MemoryStore;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.StoreBounds;
import dev.whiteboard.cdn.upstream.HopBounds;
import dev.whiteboard.cdn.upstream.HttpHop;
import dev.whiteboard.cdn.upstream.TunnelHop;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One edge before one origin, and nothing else: for tests, and by hand {@code OneEdge PORT ORIGIN
 * [EVENT_LOOPS]}.
 */
final class OneEdge implements AutoCloseable {
  static final Node NODE = new Node("edge-1", "edge");
  private static final long STORE_BYTES = 256L << 20;
  private static final int TUNNELS_MAX = 64;
  private static final long REQUEST_BODY_BYTES_MAX = 1L << 30;

  private final Closers closers = new Closers();
  private final CountedMeters meters = new CountedMeters();
  private final DirectMemory direct = DirectMemory.besideHeap();
  private final ObjectStore store;
  private final Flights flights;
  private final NodeListener listener;

  /** What can be different about one. */
  record Setup(
      int port,
      int eventLoops,
      ProxyBounds proxy,
      ListenerBounds listener,
      HopBounds hop,
      @Nullable KeyCertOptions certificate,
      long requestBodyBytesMax) {
    static final Setup DEFAULT =
        new Setup(
            0,
            2,
            ProxyBounds.DEFAULT,
            ListenerBounds.DEFAULT,
            HopBounds.DEFAULT,
            null,
            REQUEST_BODY_BYTES_MAX);

    Setup with(ProxyBounds bounds) {
      return new Setup(port, eventLoops, bounds, listener, hop, certificate, requestBodyBytesMax);
    }

    Setup with(ListenerBounds bounds) {
      return new Setup(port, eventLoops, proxy, bounds, hop, certificate, requestBodyBytesMax);
    }

    Setup with(KeyCertOptions other) {
      return new Setup(port, eventLoops, proxy, listener, hop, other, requestBodyBytesMax);
    }

    Setup withRequestBodyBytesMax(long bytes) {
      return new Setup(port, eventLoops, proxy, listener, hop, certificate, bytes);
    }
  }

  private OneEdge(Vertx vertx, URI origin, Setup setup) throws IOException {
    store =
        new MemoryStore(
            new StoreBounds(STORE_BYTES, setup.proxy.keepBytesMax(), StoreBounds.VARIANTS_MAX),
            EntryCaches.of(Policy.DEFAULT),
            Admission.ALWAYS);
    flights =
        new Flights(
            new Flights.Parts(
                new SharedCacheRules(RuleSettings.DEFAULT),
                store,
                meters,
                setup.proxy,
                direct,
                InstantSource.system(),
                System::nanoTime));
    listener =
        NodeListener.start(
            vertx,
            new NodeListener.Options(
                NODE, "127.0.0.1", setup.port, setup.eventLoops, setup.certificate, setup.listener),
            meters,
            loop -> proxy(loop, origin, setup));
    closers.add(() -> listener.drain(Duration.ofMillis(100)));
  }

  private CachingProxy proxy(Vertx vertx, URI origin, Setup setup) {
    var hop = closers.add(new HttpHop(vertx, setup.hop));
    var tunnels = closers.add(new TunnelHop(vertx, setup.hop, TUNNELS_MAX));
    return new CachingProxy(
        vertx,
        new CachingProxy.Parts(
            NODE,
            flights,
            hop.to(origin),
            new WebSockets(tunnels, _ -> Optional.of(origin)),
            new Strangers(),
            _ -> 0,
            () -> 0,
            setup.requestBodyBytesMax));
  }

  static OneEdge before(Vertx vertx, URI origin) throws IOException {
    return new OneEdge(vertx, origin, Setup.DEFAULT);
  }

  static OneEdge before(Vertx vertx, URI origin, Setup setup) throws IOException {
    return new OneEdge(vertx, origin, setup);
  }

  int port() {
    return listener.port();
  }

  CountedMeters meters() {
    return meters;
  }

  DirectMemory direct() {
    return direct;
  }

  ObjectStore store() {
    return store;
  }

  Flights flights() {
    return flights;
  }

  @Override
  public void close() {
    closers.close();
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    var setup = Setup.DEFAULT;
    var loops = arguments.length > 2 ? Integer.parseInt(arguments[2]) : setup.eventLoops;
    var certificate =
        arguments.length > 3
            ? OwnCertificate.make(java.time.Instant.now(), new java.security.SecureRandom())
                .options()
            : null;
    var edge =
        before(
            EventLoops.open().vertx(),
            URI.create(arguments[1]),
            new Setup(
                Integer.parseInt(arguments[0]),
                loops,
                setup.proxy,
                setup.listener,
                setup.hop,
                certificate,
                setup.requestBodyBytesMax));
    System.out.println("listening on " + edge.port());
  }
}
