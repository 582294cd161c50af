package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides who may come in, before anything is done for them. A refusal costs a tenth of a
 * microsecond, and takes nothing that others live on. Whoever asks counts them.
 *
 * <p>Clients are told apart by a key that the caller makes once for each connection: an IPv4
 * address, or the /64 of an IPv6 address. Not for what comes from our own nodes.
 */
public final class Gate {
  /** Those whose queries are looked at: others are not answered from what is kept. */
  private static final Set<String> KEPT_METHODS = Set.of("GET", "HEAD");

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int NETWORK_BYTES = 8;

  private final RateLimiter clients;
  private final RouteLimits routes;
  private final NewQueries newQueries;
  private final InUse connections;
  private final InUse requests;

  /** A gate that nobody has come to yet. */
  public Gate(GateBounds bounds, NanoClock clock) {
    this.clients = LocalLimiters.of(clientLimit(bounds), clock, bounds.keysMax());
    this.routes = new RouteLimits(clock, bounds.keysMax());
    this.newQueries = new NewQueries(bounds.queries(), bounds.keysMax(), clock);
    this.connections = new InUse(bounds.clientConnectionsMax(), bounds.connectionsMax());
    this.requests = new InUse(bounds.clientInFlightMax(), bounds.inFlightMax());
  }

  /** The key of a client. Of IPv6 the network: who has one address there has 2^64. */
  public static String client(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }

  private static Limit clientLimit(GateBounds bounds) {
    return Limit.of(Algorithm.GCRA, bounds.clientRequestsPerSecond(), Duration.ofSeconds(1))
        .withBurst(bounds.clientRequestsBurst());
  }

  /** What becomes of a request. */
  public sealed interface Decision {}

  /**
   * It may come in.
   *
   * @param request with its query as the route has it
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
    return new Admitted(normal, newQueries.onMiss(client, normal), done);
  }

  private static RequestHead normalised(RequestHead request, Route route) {
    var target = route.query().apply(request.target());
    return target.equals(request.target()) ? request : withTarget(request, target);
  }

  private static RequestHead withTarget(RequestHead request, String target) {
    return new RequestHead(
        request.method(), request.scheme(), request.authority(), target, request.fields());
  }

  private static Refused refused(Reason reason, long retryAfterSeconds) {
    return new Refused(reason, retryAfterSeconds);
  }

  private static long seconds(Verdict verdict) {
    return Math.max(1, Math.ceilDiv(verdict.retryAfterNanos(), SECOND_NANOS));
  }

  /** Connections: begun and ended by whoever accepts them. */
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
