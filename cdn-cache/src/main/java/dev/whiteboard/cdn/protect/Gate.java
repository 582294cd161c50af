package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides who may come in, before anything is done for them. A refusal costs a microsecond or so,
 * is counted, and takes nothing that others live on.
 *
 * <p>Clients are told apart by a key that the caller makes once for each connection: an IPv4
 * address, or the /64 of an IPv6 address. Not for what comes from our own nodes.
 */
public final class Gate {
  /** Counters for what is asked for most. */
  private static final int HOT_COUNTERS = 1_024;

  /** After so long, what was asked for counts half. */
  private static final Duration HOT_HALF_LIFE = Duration.ofSeconds(30);

  /** Those whose queries are looked at: others are not answered from what is kept. */
  private static final Set<String> KEPT_METHODS = Set.of("GET", "HEAD");

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final GateBounds bounds;
  private final GateMeters meters;
  private final NanoClock clock;
  private final RateLimiter clients;
  private final RouteLimits routes;
  private final NewQueries newQueries;
  private final InUse connections;
  private final InUse requests;
  private final HeavyHitters hot = new HeavyHitters(HOT_COUNTERS);
  private final AtomicLong halveAt;

  /** A gate that nobody has come to yet. */
  public Gate(GateBounds bounds, NanoClock clock, GateMeters meters) {
    this.bounds = bounds;
    this.meters = meters;
    this.clock = clock;
    this.clients = LocalLimiters.of(clientLimit(bounds), clock, bounds.keysMax());
    this.routes = new RouteLimits(clock, bounds.keysMax());
    this.newQueries = new NewQueries(bounds.queries(), bounds.keysMax(), clock);
    this.connections = new InUse(bounds.clientConnectionsMax(), bounds.connectionsMax());
    this.requests = new InUse(bounds.clientInFlightMax(), bounds.inFlightMax());
    this.halveAt = new AtomicLong(clock.nanos() + HOT_HALF_LIFE.toNanos());
  }

  private static Limit clientLimit(GateBounds bounds) {
    return Limit.of(Algorithm.GCRA, bounds.clientRequestsPerSecond(), Duration.ofSeconds(1))
        .withBurst(bounds.clientRequestsBurst());
  }

  /** What becomes of a request, or of a connection. */
  public sealed interface Decision {}

  /**
   * It may come in.
   *
   * @param request with its query as the rule has it
   * @param onMiss what may be done where what is kept does not answer it
   * @param done to be run when it is over, however it ends; more than once does no harm
   */
  public record Admitted(RequestHead request, OnMiss onMiss, Runnable done) implements Decision {}

  /**
   * It may not.
   *
   * @param retryAfterSeconds 1 or more
   */
  public record Refused(Reason reason, long retryAfterSeconds) implements Decision {
    /** The status of the answer. */
    public int status() {
      return reason.status();
    }
  }

  /**
   * A connection that may stay.
   *
   * @param closed to be run when it is closed; more than once does no harm
   */
  public record Connected(Runnable closed) implements Decision {}

  /** A client connects. */
  public Decision connect(String client) {
    return switch (connections.begin(client)) {
      case BEGUN -> new Connected(connections.ending(client));
      case CLIENT_HAS_ALL -> refused(Reason.CLIENT_CONNECTIONS, 1);
      case NONE_LEFT -> refused(Reason.NODE_CONNECTIONS, 1);
    };
  }

  /** A client asks. Nothing is counted as under way where it is refused. */
  public Decision admit(String client, RequestHead request, Route route) {
    var verdict = new Verdict();
    if (!clients.tryAcquire(client, 1, verdict)) {
      return refused(Reason.CLIENT_RATE, seconds(verdict));
    }
    if (!routes.tryAcquire(client, route, verdict)) {
      return refused(Reason.ROUTE_RATE, seconds(verdict));
    }
    return switch (requests.begin(client)) {
      case BEGUN -> admitted(client, request, route);
      case CLIENT_HAS_ALL -> refused(Reason.CLIENT_IN_FLIGHT, 1);
      case NONE_LEFT -> refused(Reason.NODE_IN_FLIGHT, 1);
    };
  }

  private Admitted admitted(String client, RequestHead request, Route route) {
    var done = requests.ending(client);
    if (!KEPT_METHODS.contains(request.method())) {
      return new Admitted(request, OnMiss.PASS, done);
    }
    var normal = normalised(request, route);
    var onMiss = newQueries.onMiss(client, normal);
    if (onMiss == OnMiss.KEEP) {
      heat(normal.url());
    }
    return new Admitted(normal, onMiss, done);
  }

  private RequestHead normalised(RequestHead request, Route route) {
    var queries = bounds.queries();
    var rule = queries.ruleByRoute().getOrDefault(route.name(), queries.rule());
    var target = rule.applied(request.target());
    return target.equals(request.target()) ? request : withTarget(request, target);
  }

  private static RequestHead withTarget(RequestHead request, String target) {
    return new RequestHead(
        request.method(), request.scheme(), request.authority(), target, request.fields());
  }

  private void heat(String url) {
    var now = clock.nanos();
    var due = halveAt.get();
    if (now - due >= 0 && halveAt.compareAndSet(due, now + HOT_HALF_LIFE.toNanos())) {
      hot.halve();
    }
    hot.add(url);
  }

  /**
   * A miss was refused because {@link Admitted#onMiss} says so, or somebody else than this gate
   * refuses: one that sends too much, or too slowly.
   */
  public Refused refused(Reason reason) {
    return refused(reason, 1);
  }

  private Refused refused(Reason reason, long retryAfterSeconds) {
    meters.refused(reason);
    return new Refused(reason, retryAfterSeconds);
  }

  private static long seconds(Verdict verdict) {
    return Math.max(1, Math.ceilDiv(verdict.retryAfterNanos(), SECOND_NANOS));
  }

  /** What is asked for most, of late. */
  public HeavyHitters hot() {
    return hot;
  }

  /** Connections. */
  public InUse connections() {
    return connections;
  }

  /** Requests under way. */
  public InUse requests() {
    return requests;
  }

  /** Clients and paths that any of the limits remembers: bounded, whoever comes. */
  int keys() {
    return clients.keys() + newQueries.keys();
  }
}
