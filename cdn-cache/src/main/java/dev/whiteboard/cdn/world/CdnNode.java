package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.HealthProbes;
import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.cdn.tier.OriginMemory;
import dev.whiteboard.cdn.tier.OriginUpstream;
import dev.whiteboard.cdn.tier.TierUpstream;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its listeners, and the way up from it. It can be switched off, which closes its
 * listeners as its death would, and on again, at the same ports and with nothing forgotten.
 *
 * <p>Starting and stopping waits: not on an event loop.
 */
public final class CdnNode implements AutoCloseable {
  /** Requests under way when it is switched off are given so long: a switch is no drain. */
  private static final Duration SWITCH_MAX = Duration.ofMillis(100);

  private static final Logger log = LoggerFactory.getLogger(CdnNode.class);

  private final NodeSpec spec;
  private final NodeParts parts;
  private final List<NodeGroup> above;
  private final OriginMemory memory;
  private final NodeSecret secret;
  private final Closers closers = new Closers();
  private final NodeHops hops;
  private final Listener internal;
  private final Optional<Listener> clients;

  private CdnNode(NodeSpec spec, NodeParts parts, List<NodeGroup> above) {
    this.spec = spec;
    this.parts = parts;
    this.above = List.copyOf(above);
    this.memory = new OriginMemory(parts.nanos());
    this.secret = new NodeSecret(parts.secret());
    this.hops = closers.add(new NodeHops(parts.vertx(), parts.secret()));
    this.internal = new Listener(spec.internalPort(), this::internalHandler);
    this.clients = spec.ports().map(ports -> new Listener(ports.plain(), this::clientHandler));
  }

  /**
   * Starts it.
   *
   * @param above the tiers that it may ask, the nearest first
   * @throws IOException where a port can't be had; nothing is left open then
   */
  static CdnNode start(NodeSpec spec, NodeParts parts, List<NodeGroup> above) throws IOException {
    var node = new CdnNode(spec, parts, above);
    try {
      node.closers.add(
          new HealthProbes(
              parts.vertx(),
              above,
              peer -> node.hops.check(peer, HealthProbes.DEADLINE),
              parts.checkEvery()));
      node.switchOn();
      return node;
    } catch (IOException e) {
      node.close();
      throw e;
    }
  }

  /** As it was planned. */
  public NodeSpec spec() {
    return spec;
  }

  /** Whether it listens. */
  public boolean isOn() {
    return internal.isOpen();
  }

  /** Where other nodes ask. */
  public URI address() {
    return URI.create("http://" + bracketed(spec.host()) + ":" + internal.port());
  }

  /** Where clients ask; empty but at an edge. */
  public Optional<URI> clientAddress() {
    return clients.map(
        listener -> URI.create("http://" + bracketed(spec.host()) + ":" + listener.port()));
  }

  /** Whether it would ask a node, as far as it knows how that does. */
  public boolean isUp(String node) {
    return above.stream().anyMatch(tier -> tier.isUp(node));
  }

  /**
   * Opens its listeners, where they are closed.
   *
   * @throws IOException where a port is taken meanwhile
   */
  public synchronized void switchOn() throws IOException {
    internal.open();
    if (clients.isPresent()) {
      clients.get().open();
    }
  }

  /** Closes its listeners, and cuts off what is under way. */
  public synchronized void switchOff() {
    clients.ifPresent(listener -> listener.close(SWITCH_MAX));
    internal.close(SWITCH_MAX);
  }

  /** Stops accepting, and lets what is under way end. */
  synchronized void drain(Duration deadline) {
    clients.ifPresent(listener -> listener.close(deadline));
    internal.close(deadline);
  }

  @Override
  public synchronized void close() {
    drain(SWITCH_MAX);
    closers.close();
  }

  private Handler<HttpServerRequest> clientHandler() {
    return new PassThrough(spec.tier().label(), true, upstream(), parts);
  }

  private Handler<HttpServerRequest> internalHandler() {
    var misses = new PassThrough(spec.tier().label(), false, upstream(), parts);
    return new InternalListener(spec.name(), secret, misses);
  }

  private TierUpstream upstream() {
    var origin =
        new OriginUpstream(parts.routes(), hops::origin, memory, parts.meters()::originAsked);
    return new TierUpstream(above, hops::node, origin, parts.nanos());
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** A port that is opened again at the same number. */
  private final class Listener {
    private final Supplier<Handler<HttpServerRequest>> handlers;
    private volatile int port;
    private volatile Optional<WebServer> server = Optional.empty();

    Listener(int port, Supplier<Handler<HttpServerRequest>> handlers) {
      this.port = port;
      this.handlers = handlers;
    }

    boolean isOpen() {
      return server.isPresent();
    }

    int port() {
      return port;
    }

    void open() throws IOException {
      if (server.isEmpty()) {
        var options = new WebServerOptions(spec.host(), port, EventLoops.COUNT);
        var opened = WebServer.start(parts.vertx(), options, _ -> handlers.get());
        server = Optional.of(opened);
        port = opened.port();
      }
    }

    void close(Duration deadline) {
      var open = server;
      server = Optional.empty();
      open.ifPresent(each -> drain(each, deadline));
    }

    private static void drain(WebServer server, Duration deadline) {
      try {
        server.drain(deadline);
      } catch (TimeoutException e) {
        log.atWarn().setCause(e).log("connections stay open");
      }
    }
  }
}
