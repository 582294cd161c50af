package dev.whiteboard.cdn;

import dev.whiteboard.cdn.analytics.Analytics;
import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.control.ControlPlane;
import dev.whiteboard.cdn.control.NodeStates;
import dev.whiteboard.cdn.control.RingView;
import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.http.EdgePurges;
import dev.whiteboard.cdn.proxy.OwnCertificate;
import dev.whiteboard.cdn.purge.Invalidations.Made;
import dev.whiteboard.cdn.purge.PurgeMeters;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purgelog.PurgeTopic;
import dev.whiteboard.cdn.ring.Ring;
import dev.whiteboard.cdn.route.RouteBook;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.StoreMeters;
import dev.whiteboard.cdn.tier.HealthProbes;
import dev.whiteboard.cdn.tier.NodeGroup;
import dev.whiteboard.cdn.tier.Peer;
import dev.whiteboard.cdn.world.Addresses;
import dev.whiteboard.cdn.world.BookDesk;
import dev.whiteboard.cdn.world.CdnNode;
import dev.whiteboard.cdn.world.EdgeParts;
import dev.whiteboard.cdn.world.HealthMessages;
import dev.whiteboard.cdn.world.NodeParts;
import dev.whiteboard.cdn.world.NodeSpec;
import dev.whiteboard.cdn.world.Purging;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.cdn.world.World;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.run.Closers;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the routes call.
 *
 * @param world the nodes
 * @param nodes how they do
 * @param rings who owns what
 * @param analytics what was served
 * @param control what accepts invalidations; empty where another process does
 * @param routes which requests go where
 * @param functions what runs at edges
 * @param books takes changes of both
 */
record Domain(
    World world,
    NodeStates nodes,
    RingView rings,
    Analytics analytics,
    Optional<ControlPlane> control,
    RouteBook routes,
    FunctionBook functions,
    Books books) {
  private static final int SECRET_BYTES = 32;

  /** Opens it: when this returns the nodes listen. */
  static Domain open(
      CdnSettings settings, URI origin, Vertx vertx, Closers closers, MeterRegistry registry)
      throws IOException {
    var clock = InstantSource.system();
    var analytics = new Analytics(clock);
    var random = new SecureRandom();
    var routes =
        new RouteBook(
            settings.edges().firstRoutes(origin), settings.edges().allowedOrigins(origin));
    var functions = closers.add(Functions.open(settings.edges().functions(), registry));
    var books = new Books(routes, functions, clock);
    var secret = settings.nodeSecret().orElseGet(() -> secret(random));
    var purging = purging(settings, random);
    var desk =
        closers.add(new BookDesk(vertx, secret, books, purging.addresses(), System::nanoTime));
    var parts =
        new NodeParts(
            vertx,
            secret,
            OwnCertificate.make(clock.instant(), random).options(),
            settings.memory(),
            routes,
            desk,
            new EdgeParts(
                settings.edges().gate(),
                new ClientAddress(settings.edges().trustedProxies()),
                functions,
                settings.edges().requestBodyBytesMax()),
            Ring::of,
            analytics::record,
            registry,
            new NodeParts.Clocks(clock, System::nanoTime),
            HealthProbes.EVERY,
            purging);
    Functions.addExamples(books);
    catchUp(settings, desk);
    var control = control(settings, parts, closers);
    var world = closers.add(World.start(settings.topology(), settings.here(), parts));
    routes.onReplaced((before, now) -> world.nodes().forEach(node -> node.enforce(before, now)));
    for (var tier : Tier.values()) {
      StoreMeters.register(registry, tier.label(), stores(world, tier));
    }
    StoreMeters.register(registry, settings.memory().direct());
    var nodes = new NodeStates(world, watchElsewhere(world, parts, books, closers));
    var rings = new RingView(settings.topology(), Ring::of, Keys::hash);
    return new Domain(world, nodes, rings, analytics, control, routes, functions, books);
  }

  private static Purging purging(CdnSettings settings, SecureRandom random) {
    var addresses = new Addresses();
    settings.purges().control().ifPresent(address -> addresses.put(Purging.CONTROL, address));
    return new Purging(
        Purging.members(settings.topology()),
        addresses,
        PurgeOptions.DEFAULT,
        random,
        new AdminKey(settings.adminKey())::refusal);
  }

  /** Before the nodes, which ask it at their start what they have missed. */
  private static Optional<ControlPlane> control(
      CdnSettings settings, NodeParts parts, Closers closers) throws IOException {
    var own = settings.purges();
    if (own.control().isPresent()) {
      return Optional.empty();
    }
    var topic =
        new PurgeTopic(
            own.kafkaBootstrapServers(), own.topicPrefix() + "invalidations", own.timeToLive());
    var made =
        new Made(() -> UUID.randomUUID().toString(), parts.clocks().instants(), own.timeToLive());
    var control =
        closers.add(new ControlPlane(parts, topic, made, new PurgeMeters(parts.registry())));
    control.open(settings.host(), own.port(), EdgePurges::new);
    return Optional.of(control);
  }

  /** Before anybody is served: what was put while this process was away. */
  private static void catchUp(CdnSettings settings, BookDesk desk) throws IOException {
    var nodes =
        settings.topology().nodes().stream()
            .filter(node -> !settings.here().contains(node.name()))
            .flatMap(node -> node.internalAddress().stream());
    try {
      desk.catchUp(Stream.concat(settings.purges().control().stream(), nodes).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting");
    }
  }

  /** Nodes in other processes are asked how they do, and told when routes or functions change. */
  private static List<NodeGroup> watchElsewhere(
      World world, NodeParts parts, Books books, Closers closers) {
    var groups = new ArrayList<NodeGroup>();
    for (var tier : Tier.values()) {
      var peers =
          world.topology().in(tier).stream()
              .map(NodeSpec::name)
              .filter(name -> world.node(name).isEmpty())
              .map(name -> new Peer(name, world.address(name).orElseThrow()))
              .toList();
      if (!peers.isEmpty()) {
        groups.add(new NodeGroup(peers, parts.placing(), parts.clocks().nanos()));
      }
    }
    if (!groups.isEmpty()) {
      var health = closers.add(new HealthMessages(parts.vertx(), parts.secret(), parts.books()));
      books.onChanged(() ->
          groups.forEach(group -> group.peers().forEach(health::check))); // told at once, once
      closers.add(new HealthProbes(parts.vertx(), groups, health::check, parts.checkEvery()));
    }
    return groups;
  }

  private static List<ObjectStore> stores(World world, Tier tier) {
    return world.nodes().stream()
        .filter(node -> node.spec().tier() == tier)
        .map(CdnNode::store)
        .toList();
  }

  private static String secret(SecureRandom random) {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
