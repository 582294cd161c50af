package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.NodeCounts;
import dev.whiteboard.cdn.caching.RuleSettings;
import dev.whiteboard.cdn.caching.SharedCacheRules;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.protect.Gate;
import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.cdn.proxy.CachingProxy;
import dev.whiteboard.cdn.proxy.Flights;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.proxy.Node;
import dev.whiteboard.cdn.proxy.ProxyBounds;
import dev.whiteboard.cdn.proxy.TierMeters;
import dev.whiteboard.cdn.proxy.WebSockets;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.store.Admission;
import dev.whiteboard.cdn.store.EntryCaches;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.cdn.store.MemoryStore;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.SecondRequest;
import dev.whiteboard.cdn.store.StoreBounds;
import dev.whiteboard.cdn.tier.HealthProbes;
import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.cdn.tier.OriginMemory;
import dev.whiteboard.cdn.tier.OriginUpstream;
import dev.whiteboard.cdn.tier.TierUpstream;
import dev.whiteboard.cdn.upstream.HopBounds;
import dev.whiteboard.cdn.upstream.TunnelHop;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.run.Closers;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One node: what it keeps, its listeners, and the way up from it. It can be switched off, which
 * closes its listeners as its death would, and on again, at the same ports and with nothing
 * forgotten.
 *
 * <p>Starting and stopping waits: not on an event loop.
 */
public final class CdnNode implements AutoCloseable {
  /** Requests under way when it is switched off are given so long: a switch is no drain. */
  private static final Duration SWITCH_MAX = Duration.ofMillis(100);

  private static final int TUNNELS_MAX = 256;

  /** Of what comes from other nodes: an edge has bounded it. */
  private static final long BODY_BYTES_MAX = Long.MAX_VALUE;

  /** URLs that are remembered for their second request: a MB or two. */
  private static final int SECOND_REQUESTS = 1 << 17;

  /** Tells the region of a node. */
  @FunctionalInterface
  interface RegionOf {
    String of(String node);
  }

  private final NodeSpec spec;
  private final NodeParts parts;
  private final Node name;
  private final List<NodeGroup> above;
  private final RegionOf regions;
  private final OriginMemory originMemory;
  private final RoutedStore store;
  private final Gate gate;
  private final TierMeters meters;
  private final NodeCounts counts = new NodeCounts();
  private final PurgeOffice purges;
  private final Flights flights;
  private final Listener internal;
  private final List<Listener> forClients = new ArrayList<>();
  private final Closers closers = new Closers();

  private CdnNode(NodeSpec spec, NodeParts parts, List<NodeGroup> above, RegionOf regions) {
    this.spec = spec;
    this.parts = parts;
    this.name = new Node(spec.name(), spec.tier().label());
    this.above = List.copyOf(above);
    this.originMemory = new OriginMemory(parts.clocks().nanos());
    this.regions = regions;
    this.store = store(spec.region(), parts);
    this.gate = new Gate(parts.edges().gate(), parts.clocks().nanos()::getAsLong);
    this.meters = new TierMeters(parts.registry(), spec.tier().label());
    this.purges =
        new PurgeOffice(
            spec.name(),
            new PurgedStore(store, parts.clocks().instants()),
            parts,
            Optional.empty(),
            SpreadListener.NONE);
    this.flights =
        new Flights(
            new Flights.Parts(
                new SharedCacheRules(RuleSettings.DEFAULT),
                store,
                meters,
                ProxyBounds.DEFAULT,
                parts.memory().direct(),
                parts.clocks().instants(),
                parts.clocks().nanos()));
    this.internal = listener(spec.internalPort(), null, Optional.empty(), this::internal);
    spec.ports()
        .ifPresent(ports -> {
          var counted = Optional.of(gate.connections());
          forClients.add(listener(ports.plain(), null, counted, this::edge));
          forClients.add(listener(ports.tls(), parts.certificate(), counted, this::edge));
        });
  }

  private Listener listener(
      int port,
      @Nullable KeyCertOptions certificate,
      Optional<InUse> connections,
      BiFunction<Vertx, Closers, Handler<HttpServerRequest>> handlers) {
    var at = new Listener.At(name, spec.host(), port, certificate, connections);
    return new Listener(at, parts.vertx(), meters, handlers);
  }

  private static RoutedStore store(String region, NodeParts parts) {
    var memory = parts.memory();
    var store =
        new MemoryStore(
            StoreBounds.of(memory.bytes()), EntryCaches.of(memory.policy()), Admission.ALWAYS);
    var second = new SecondRequest(SECOND_REQUESTS);
    return new RoutedStore(store, region, parts.routes(), second, parts.clocks().instants());
  }

  /**
   * Starts it.
   *
   * @param above the tiers that it may ask, the nearest first
   * @param regions where the nodes of these are
   * @throws IOException where a port can't be had; nothing is left open then
   */
  static CdnNode start(NodeSpec spec, NodeParts parts, List<NodeGroup> above, RegionOf regions)
      throws IOException {
    var node = new CdnNode(spec, parts, above, regions);
    node.closers.add(node.purges);
    try {
      var health =
          node.closers.add(new HealthMessages(parts.vertx(), parts.secret(), parts.books()));
      node.closers.add(new HealthProbes(parts.vertx(), above, health::check, parts.checkEvery()));
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

  /** What it keeps. */
  public ObjectStore store() {
    return store;
  }

  /** What its clients take. */
  public Gate gate() {
    return gate;
  }

  /**
   * Takes out what new routes forbid to be here; they hold already. Not on an event loop.
   *
   * @param before the routes until now
   */
  public void enforce(List<Route> before, List<Route> now) {
    store.enforce(before, now);
  }

  /** What it has answered. */
  public NodeCounts counts() {
    return counts;
  }

  /** Which invalidations it has applied. */
  public PurgeAgent purges() {
    return purges.agent();
  }

  /** Whether it listens. */
  public boolean isOn() {
    return internal.isOpen();
  }

  /** Where other nodes ask. */
  public URI address() {
    return URI.create("http://" + Listener.inUrl(spec.host()) + ":" + internal.port());
  }

  /** Where clients ask: in clear, then over TLS; empty but at an edge. */
  public List<URI> clientAddresses() {
    return forClients.stream().map(Listener::url).toList();
  }

  /**
   * Opens its listeners, where they are closed. Those for clients open when it knows what was
   * invalidated meanwhile, or after a while without: then it validates what it has.
   *
   * @throws IOException where a port is taken meanwhile
   */
  public synchronized void switchOn() throws IOException {
    if (isOn() && forClients.stream().allMatch(Listener::isOpen)) {
      return;
    }
    internal.open();
    parts.purging().addresses().put(spec.name(), address());
    purges.wake();
    if (!forClients.isEmpty()) {
      purges.awaitReady();
    }
    for (var listener : forClients) {
      listener.open();
    }
  }

  /** Closes its listeners, and cuts off what is under way. */
  public void switchOff() {
    drain(SWITCH_MAX);
  }

  /** Stops accepting, and lets what is under way end. */
  synchronized void drain(Duration deadline) {
    forClients.forEach(listener -> listener.close(deadline));
    purges.agent().sleep();
    internal.close(deadline);
  }

  @Override
  public synchronized void close() {
    drain(SWITCH_MAX);
    closers.close();
  }

  private Handler<HttpServerRequest> edge(Vertx eventLoop, Closers opened) {
    var edges = parts.edges();
    var functions = new RouteFunctions(eventLoop, spec.region(), parts.routes(), edges.functions());
    var clients = new EdgeIntake(spec.region(), parts.routes(), gate, edges.clients(), functions);
    var admin = parts.purging().admin();
    var intake = new PurgeIntake(clients, admin, purges::askControl);
    return proxy(eventLoop, opened, intake, edges.requestBodyBytesMax());
  }

  private Handler<HttpServerRequest> internal(Vertx eventLoop, Closers opened) {
    var intake = new ChildIntake(eventLoop, spec.region(), parts.routes(), purges.agent());
    return new InternalListener(
        new NodeSecret(parts.secret()),
        Map.of(
            InternalListener.HEALTH,
            this::health,
            PurgeOffice.LETTER,
            purges::take,
            BookDesk.BOOK,
            parts.books()::answer),
        proxy(eventLoop, opened, intake, BODY_BYTES_MAX));
  }

  /** A node that may have missed a purge is not asked: it would have to ask itself. */
  private void health(HttpServerRequest request) {
    parts.books().check(request);
    var status = purges.isReady() ? 200 : 503;
    DirectAnswers.write(request, Reply.json(status, new JsonObject().put("node", spec.name())));
  }

  private Handler<HttpServerRequest> proxy(
      Vertx eventLoop, Closers opened, Intake intake, long requestBodyBytesMax) {
    var tunnels = opened.add(new TunnelHop(eventLoop, HopBounds.DEFAULT, TUNNELS_MAX));
    var proxy =
        new CachingProxy(
            eventLoop,
            new CachingProxy.Parts(
                name,
                flights,
                upstream(eventLoop, opened),
                new WebSockets(tunnels, this::origin),
                intake,
                head -> Keys.hash(Keys.of(head)),
                purges,
                requestBodyBytesMax));
    var served = parts.served().andThen(counts::record);
    return new Watched(spec.tier().label(), proxy, served, parts.clocks().nanos());
  }

  private Optional<URI> origin(RequestHead head) {
    return parts.routes().match(head).map(Route::origin);
  }

  private Upstream upstream(Vertx eventLoop, Closers opened) {
    var hops = opened.add(new NodeHops(eventLoop, parts.secret(), purges.agent()::history));
    var counted = TierMeters.counted(hops::origin, parts.registry());
    var origin = new OriginUpstream(parts.routes(), counted, originMemory);
    return new TierUpstream(above, hops::node, origin, parts.clocks().nanos(), this::passable);
  }

  /** Bytes that pass through a region are in it. */
  private Predicate<String> passable(RequestHead head) {
    var route = parts.routes().match(head).filter(each -> !each.allowedRegions().isEmpty());
    return node -> route.isEmpty() || route.get().isAllowedIn(regions.of(node));
  }
}
