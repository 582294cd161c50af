package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The way to the origin of a request's route, which is asked once: what an origin did with a
 * request that got no answer is not known, and a second try doubles the load of one that fails.
 *
 * <p>Two memories keep a failing origin from each request: a URL that got no answer is not asked
 * for again for a second, and an origin that can't be reached, or is silent, several times in a row
 * is left alone but for one probe. A broken answer to one URL says nothing of others, and opens no
 * breaker. For any thread.
 */
public final class OriginUpstream implements Upstream {
  /** An origin has many clients: one that is alive answers some of so many in a row. */
  static final int FAILURES_MAX = 10;

  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /** The operator names the origins; more than this are not kept apart. */
  private static final int ORIGINS_MAX = 256;

  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

  private final Routes routes;
  private final Hop hop;
  private final LongSupplier nanos;
  private final FailureMemory failures;
  private final ConcurrentMap<URI, Breaker> breakers = new ConcurrentHashMap<>();

  /**
   * By these routes.
   *
   * @param nanos a clock of its own
   */
  public OriginUpstream(Routes routes, Hop hop, LongSupplier nanos) {
    this.routes = routes;
    this.hop = hop;
    this.nanos = nanos;
    this.failures = new FailureMemory(nanos);
  }

  @Override
  public Future<Incoming> send(Outgoing request) {
    var head = request.head();
    var route = routes.match(head);
    if (route.isEmpty()) {
      return failed(Reason.UNREACHABLE, "No route leads to an origin for this.");
    }
    if (REPEATABLE.contains(head.method())) {
      var recent = failures.recent(head.url());
      if (recent.isPresent()) {
        return Future.failedFuture(recent.get());
      }
    }
    var origin = route.get().origin();
    var breaker = breaker(origin);
    return breaker.enter()
        ? ask(origin, breaker, request)
        : failed(Reason.UNREACHABLE, "The origin has not answered for a while.");
  }

  private Future<Incoming> ask(URI origin, Breaker breaker, Outgoing request) {
    var peer = new Peer("origin", origin);
    return hop.ask(peer, request)
        .onSuccess(_ -> {
          breaker.answered();
          failures.answered(request.head().url());
        })
        .onFailure(failure -> note(failure, breaker, request.head()));
  }

  private void note(Throwable failure, Breaker breaker, RequestHead head) {
    if (!(failure instanceof UpstreamException why) || why.reason() == Reason.LOOP) {
      return;
    }
    if (why.reason() == Reason.BROKEN) {
      breaker.answered();
    } else {
      breaker.failed();
    }
    if (REPEATABLE.contains(head.method())) {
      failures.failed(head.url(), why);
    }
  }

  private Breaker breaker(URI origin) {
    if (breakers.size() >= ORIGINS_MAX) {
      breakers.clear();
    }
    return breakers.computeIfAbsent(
        origin, _ -> new Breaker(nanos, FAILURES_MAX, PAUSE_MIN, PAUSE_MAX));
  }

  private static Future<Incoming> failed(Reason reason, String message) {
    return Future.failedFuture(new UpstreamException(reason, message));
  }
}
