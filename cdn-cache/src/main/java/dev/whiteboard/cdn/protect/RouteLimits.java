package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How often one client may ask on each route that says so. */
final class RouteLimits {
  /** Routes whose limits are remembered. Beyond them all begin anew. */
  static final int ROUTES_MAX = 1_000;

  private final ConcurrentHashMap<String, Kept> routes = new ConcurrentHashMap<>();
  private final NanoClock clock;
  private final int keysMax;

  RouteLimits(NanoClock clock, int keysMax) {
    this.clock = clock;
    this.keysMax = keysMax;
  }

  /** Whether a client may ask once more; where the route says nothing, it may. */
  boolean tryAcquire(String client, Route route, Verdict verdict) {
    if (route.requestsPerSecond().isEmpty()) {
      return true;
    }
    var perSecond = route.requestsPerSecond().get();
    return limiter(route.name(), perSecond).tryAcquire(client, 1, verdict);
  }

  private RateLimiter limiter(String name, int perSecond) {
    var known = routes.get(name);
    if (known != null && known.perSecond == perSecond) {
      return known.limiter;
    }
    if (known == null && routes.size() >= ROUTES_MAX) {
      routes.clear();
    }
    return routes.compute(name, (_, kept) -> kept(kept, perSecond)).limiter;
  }

  /** A limit that was changed begins anew. */
  private Kept kept(@Nullable Kept kept, int perSecond) {
    return kept != null && kept.perSecond == perSecond
        ? kept
        : new Kept(perSecond, limiter(perSecond));
  }

  private RateLimiter limiter(int perSecond) {
    var limit = Limit.of(Algorithm.GCRA, perSecond, Duration.ofSeconds(1));
    return LocalLimiters.of(limit, clock, keysMax);
  }

  int routes() {
    return routes.size();
  }

  private record Kept(int perSecond, RateLimiter limiter) {}
}
