package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.Served;
import dev.whiteboard.cdn.book.Books;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionLimits;
import dev.whiteboard.cdn.protect.GateBounds;
import dev.whiteboard.cdn.proxy.OwnCertificate;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.ring.Ring;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.RouteBook;
import dev.whiteboard.cdn.simulation.SimulatedLog;
import dev.whiteboard.cdn.store.DirectMemory;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Nodes on free ports with real HTTP between them, an origin that tests control, and clients. */
final class SmallWorld implements AutoCloseable {
  static final String SECRET = "a-secret-that-all-nodes-know";

  /** Checks are quick here, so that tests are. */
  static final Duration CHECK_EVERY = Duration.ofMillis(100);

  private static final int CLIENTS_MAX = 512;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** All clients of a test are one, by their address. */
  private static final GateBounds PERMISSIVE =
      new GateBounds(
          1_000_000,
          1_000_000,
          10_000,
          10_000,
          10_000,
          10_000,
          1_000,
          new GateBounds.Queries(100_000, 100_000, 100_000, 1_000));

  private final Closers closers = new Closers();
  private final Vertx vertx = closers.add(EventLoops.open()).vertx();
  private final AtomicLong aheadMillis = new AtomicLong();
  private final List<Served> served = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient http =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CLIENTS_MAX));
  private final CountingOrigin origin;
  private final World world;

  private SmallWorld(Topology topology, List<String> here) throws Exception {
    this.origin = closers.add(CountingOrigin.start(vertx));
    var parts = parts(topology);
    var log = new SimulatedLog(1);
    var control = closers.add(new ControlNode(parts, log, SpreadListener.NONE));
    closers.add(control.open("127.0.0.1", 0, request -> request.response().end()));
    this.world = closers.add(World.start(topology, here, parts));
    Awaitility.await().atMost(ANSWER_MAX).until(this::isJoined);
  }

  /** The eight nodes to begin with. */
  static SmallWorld start() throws Exception {
    return start(Topology.small("127.0.0.1", new NodeSpec.Ports(0, 0)), List.of());
  }

  /** Other nodes, some of which are somewhere else. */
  static SmallWorld start(Topology topology, List<String> elsewhere) throws Exception {
    var here =
        topology.nodes().stream()
            .map(NodeSpec::name)
            .filter(name -> !elsewhere.contains(name))
            .toList();
    return new SmallWorld(topology, here);
  }

  /** Whether all know what was purged, and so serve what they keep. */
  private boolean isJoined() {
    return world.nodes().stream()
        .allMatch(node -> node.purges().isJoined() && node.purges().isCurrent());
  }

  private NodeParts parts(Topology topology) {
    InstantSource clock = () -> InstantSource.system().instant().plusMillis(aheadMillis.get());
    var functions = closers.add(new FunctionBook(FunctionLimits.DEFAULT, _ -> false, registry));
    var books = new Books(new RouteBook(List.of(), _ -> false), functions, clock);
    var addresses = new Addresses();
    return new NodeParts(
        vertx,
        SECRET,
        OwnCertificate.make(Instant.now(), new SecureRandom()).options(),
        new NodeParts.Memory(16 << 20, Policy.DEFAULT, DirectMemory.besideHeap()),
        _ -> Optional.of(Route.everything(origin.uri())),
        closers.add(new BookDesk(vertx, SECRET, books, addresses, System::nanoTime)),
        new EdgeParts(PERMISSIVE, new ClientAddress(List.of()), functions, Long.MAX_VALUE),
        Ring::of,
        served::add,
        registry,
        new NodeParts.Clocks(clock, System::nanoTime),
        CHECK_EVERY,
        new Purging(
            Purging.members(topology),
            addresses,
            PurgeOptions.DEFAULT,
            new SecureRandom(),
            _ -> Optional.empty()));
  }

  CountingOrigin origin() {
    return origin;
  }

  World world() {
    return world;
  }

  Vertx vertx() {
    return vertx;
  }

  List<Served> served() {
    return served;
  }

  SimpleMeterRegistry registry() {
    return registry;
  }

  CdnNode node(String name) {
    return world.node(name).orElseThrow();
  }

  List<String> edges() {
    return world.topology().in(Tier.EDGE).stream().map(NodeSpec::name).toList();
  }

  /** What is kept grows older by so much, at once. */
  void pass(Duration time) {
    aheadMillis.addAndGet(time.toMillis());
  }

  /** Where clients ask an edge. */
  URI at(String edge, String path) {
    return node(edge).clientAddresses().getFirst().resolve(path);
  }

  /** A URL which is the same at all edges: what clients send as {@code Host} is the key. */
  static final String HOST = "www.example";

  /** Asks an edge. */
  Answer get(String edge, String path, String... fields) throws Exception {
    return await(begin(edge, path, fields));
  }

  /** Asks, and goes on. */
  CompletableFuture<Answer> begin(String edge, String path, String... fields) {
    return send(at(edge, path), fields);
  }

  /** Asks a node as other nodes do. */
  Answer ask(CdnNode node, String path, String... fields) throws Exception {
    return await(send(node.address().resolve(path), fields));
  }

  /** Asks, and gives what makes the client leave. */
  Runnable beginAndLeave(String edge, String path) {
    var request = http.request(options(at(edge, path))).onSuccess(HttpClientRequest::send);
    return () -> request.onSuccess(HttpClientRequest::reset);
  }

  private CompletableFuture<Answer> send(URI url, String... fields) {
    return http.request(options(url, fields))
        // In one go, on the event loop: a body that comes before somebody takes it is lost.
        .compose(request ->
            request.send().compose(answer -> answer.body().map(body -> Answer.of(answer, body))))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static RequestOptions options(URI url, String... fields) {
    var options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(url.getPort(), url.getHost()))
            .setHost(HOST)
            .setPort(80)
            .setURI(url.getRawPath());
    for (var i = 0; i < fields.length; i += 2) {
      options.addHeader(fields[i], fields[i + 1]);
    }
    return options;
  }

  /** As many clients at once, spread over all edges. */
  List<Answer> crowd(int clients, String path) throws Exception {
    var all = new ArrayList<CompletableFuture<Answer>>();
    for (var i = 0; i < clients; i++) {
      all.add(begin(edges().get(i % edges().size()), path));
    }
    var answers = new ArrayList<Answer>();
    for (var one : all) {
      answers.add(await(one));
    }
    return answers;
  }

  static Answer await(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** Who owns a path in a tier while all are up. */
  String owner(Tier tier, String path) {
    var nodes = world.topology().in(tier).stream().map(NodeSpec::name).toList();
    return owner(nodes, path);
  }

  static String owner(List<String> nodes, String path) {
    var ring = Ring.of(nodes);
    return ring.nodes().get(ring.nodeOf(Keys.hash("http://" + HOST + path)));
  }

  /**
   * What a client got.
   *
   * @param caches one member of {@code Cache-Status} for each cache, the origin's side first
   */
  record Answer(int status, MultiMap headers, String body, List<String> caches) {
    static Answer of(HttpClientResponse answer, Buffer body) {
      var all = String.join(", ", answer.headers().getAll("cache-status"));
      var caches = List.of(all.split(", (?=\")", -1));
      return new Answer(answer.statusCode(), answer.headers(), body.toString(), caches);
    }

    /** What the edge itself says. */
    String edge() {
      return caches.getLast();
    }

    boolean isHit() {
      return edge().contains("; hit");
    }

    /** Names of the caches, the origin's side first. */
    List<String> path() {
      return caches.stream().map(member -> member.split("\"", -1)[1]).toList();
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  @Override
  public void close() {
    closers.close();
  }
}
