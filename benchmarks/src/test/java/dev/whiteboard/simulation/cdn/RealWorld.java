package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionLimits;
import dev.whiteboard.cdn.protect.GateBounds;
import dev.whiteboard.cdn.proxy.OwnCertificate;
import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.ring.Ring;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.RouteBook;
import dev.whiteboard.cdn.simulation.SimulatedLog;
import dev.whiteboard.cdn.store.DirectMemory;
import dev.whiteboard.cdn.world.Addresses;
import dev.whiteboard.cdn.world.BookDesk;
import dev.whiteboard.cdn.world.ControlNode;
import dev.whiteboard.cdn.world.EdgeParts;
import dev.whiteboard.cdn.world.NodeParts;
import dev.whiteboard.cdn.world.NodeSpec;
import dev.whiteboard.cdn.world.Purging;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.cdn.world.Topology;
import dev.whiteboard.cdn.world.World;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The CDN's eight nodes in one process, real HTTP between them, an origin and a client. */
final class RealWorld implements AutoCloseable {
  static final String HOST = "www.example";

  /** Nobody of the tiers had it. */
  static final String ORIGIN = "origin";

  private static final String SECRET = "a-secret-that-all-nodes-know";
  private static final String LOCAL = "127.0.0.1";
  private static final int SECONDS_MAX = 30;
  private static final int MEMORY = 16 << 20;

  private final Closers closers = new Closers();
  private final Vertx vertx = closers.add(EventLoops.open()).vertx();
  private final HttpClient http = vertx.createHttpClient();
  private final SimulatedLog log = new SimulatedLog(1);
  private final World world;
  private final ControlNode control;

  RealWorld() throws Exception {
    var topology = Topology.small(LOCAL, new NodeSpec.Ports(0, 0));
    var origin =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request.response().putHeader("cache-control", "max-age=3600").end("here it is"))
            .listen(0, LOCAL)
            .await(SECONDS_MAX, TimeUnit.SECONDS);
    var parts = parts(topology, URI.create("http://" + LOCAL + ":" + origin.actualPort()));
    control = closers.add(new ControlNode(parts, log, SpreadListener.NONE));
    closers.add(control.open(LOCAL, 0, request -> request.response().end()));
    var here = topology.nodes().stream().map(NodeSpec::name).toList();
    world = closers.add(World.start(topology, here, parts));
    Awaitility.await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .until(() ->
            world.nodes().stream()
                .allMatch(node -> node.purges().isJoined() && node.purges().isCurrent()));
  }

  private NodeParts parts(Topology topology, URI origin) {
    var clock = InstantSource.system();
    var registry = new SimpleMeterRegistry();
    var functions = closers.add(new FunctionBook(FunctionLimits.DEFAULT, _ -> false, registry));
    var books = new Books(new RouteBook(List.of(), _ -> false), functions, clock);
    var addresses = new Addresses();
    return new NodeParts(
        vertx,
        SECRET,
        OwnCertificate.make(Instant.now(), new SecureRandom()).options(),
        new NodeParts.Memory(MEMORY, Policy.DEFAULT, DirectMemory.besideHeap()),
        _ -> Optional.of(Route.everything(origin)),
        closers.add(new BookDesk(vertx, SECRET, books, addresses, System::nanoTime)),
        new EdgeParts(permissive(), new ClientAddress(List.of()), functions, Long.MAX_VALUE),
        Ring::of,
        _ -> {},
        registry,
        new NodeParts.Clocks(clock, System::nanoTime),
        Duration.ofMillis(100),
        new Purging(
            Purging.members(topology),
            addresses,
            PurgeOptions.DEFAULT,
            new SecureRandom(),
            _ -> Optional.empty()));
  }

  /** All requests come from one client. */
  private static GateBounds permissive() {
    return new GateBounds(
        1_000_000,
        1_000_000,
        10_000,
        10_000,
        10_000,
        10_000,
        1_000,
        new GateBounds.Queries(100_000, 100_000, 100_000, 1_000));
  }

  List<String> names(Tier tier) {
    return world.topology().in(tier).stream().map(NodeSpec::name).toList();
  }

  /** Asks an edge; the name of the node that had it, or {@link #ORIGIN}. */
  String whoAnswers(String edge, String path) throws Exception {
    var at = world.node(edge).orElseThrow().clientAddresses().getFirst();
    var options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(at.getPort(), at.getHost()))
            .setHost(HOST)
            .setPort(80)
            .setURI(path);
    var status =
        http.request(options)
            .compose(request ->
                request
                    .send()
                    .compose(
                        answer -> answer.body().map(_ -> answer.headers().getAll("cache-status"))))
            .await(SECONDS_MAX, TimeUnit.SECONDS);
    return Arrays.stream(String.join(", ", status).split(", (?=\")", -1))
        .filter(member -> member.contains("; hit"))
        .map(member -> member.split("\"", -1)[1])
        .findFirst()
        .orElse(ORIGIN);
  }

  /** Invalidates a path, and waits until all nodes have done so. */
  void invalidate(String path, Kind kind) {
    var draft =
        new Invalidation(
            0,
            "i-" + path,
            new Target.Urls(Set.of("http://" + HOST + path)),
            false,
            Priority.NORMAL,
            Instant.now(),
            Duration.ofDays(1));
    var invalidation = log.append(draft).toCompletableFuture().join();
    control.agent().spread(invalidation, kind);
    Awaitility.await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .until(() ->
            world.nodes().stream()
                .allMatch(node -> node.purges().watermark() >= invalidation.sequence()));
  }

  @Override
  public void close() {
    closers.close();
  }
}
