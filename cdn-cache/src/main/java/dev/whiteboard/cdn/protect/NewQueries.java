package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.cdn.store.RecentKeys;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;

/** Holds back query strings that are made up: each is a miss, and drives something out. */
final class NewQueries {
  /*
   * A query that was asked for of late is not new, and costs nothing. A new one is taken from up
   * to three limits, in this order:
   *
   *   of the client      spent: refused on a miss. So one client spends what is its own, and
   *                      nothing that others live on.
   *   of the path        left: asked for, and kept, and no longer new.
   *   of the path again  left: asked for, but not kept. This many more reach the origin, and the
   *                      cache does not change. Spent: refused on a miss.
   *
   * Whatever the verdict, what is kept still answers: an attack on a path leaves its pages there.
   * Only what was let in is noted as known; so those who make up queries cannot push the known
   * ones out of the filter either.
   *
   * Clients, paths and queries are remembered by number, 100 bytes a key or so; at worst 20 MB.
   */

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** How many seconds' worth may come at once. */
  private static final int BURST_SECONDS = 10;

  private final RecentKeys known;
  private final RateLimiter ofClient;
  private final RateLimiter kept;
  private final RateLimiter passed;

  NewQueries(GateBounds.Queries bounds, int keysMax, NanoClock clock) {
    this.known = new RecentKeys(bounds.remembered());
    this.ofClient = limiter(bounds.clientNewPerSecond(), keysMax, clock);
    this.kept = limiter(bounds.pathKeptPerSecond(), keysMax, clock);
    this.passed = limiter(bounds.pathPassedPerSecond(), keysMax, clock);
  }

  private static RateLimiter limiter(int perSecond, int keysMax, NanoClock clock) {
    var limit = Limit.of(Algorithm.GCRA, perSecond, SECOND);
    return LocalLimiters.of(limit.withBurst((long) perSecond * BURST_SECONDS), clock, keysMax);
  }

  /** What may be done where a request misses. */
  OnMiss onMiss(String client, RequestHead request) {
    var mark = request.target().indexOf('?');
    if (mark < 0) {
      return OnMiss.KEEP;
    }
    var hash = Keys.hash(Keys.of(request));
    if (known.has(hash)) {
      return OnMiss.KEEP;
    }
    return ofClient.tryAcquire(client, 1) ? onMissOfPath(request, mark, hash) : OnMiss.REFUSE;
  }

  private OnMiss onMissOfPath(RequestHead request, int mark, long hash) {
    var path = request.authority() + request.target().substring(0, mark);
    // Not the path itself, which may be long.
    var key = Long.toHexString(Keys.hash(path));
    if (kept.tryAcquire(key, 1)) {
      known.note(hash);
      return OnMiss.KEEP;
    }
    return passed.tryAcquire(key, 1) ? OnMiss.PASS : OnMiss.REFUSE;
  }

  /** Clients and paths that are remembered. */
  int keys() {
    return ofClient.keys() + kept.keys() + passed.keys();
  }
}
