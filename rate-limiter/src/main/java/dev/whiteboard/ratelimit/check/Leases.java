package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The slices that this node holds for one rule, by key. A key beyond {@link #KEYS_MAX} has none,
 * and each request of it goes to the store, until one that is idle makes room.
 */
final class Leases {
  /** The most keys of a rule: at about 300 bytes each. */
  static final int KEYS_MAX = 10_000;

  /** A slice of less saves nothing. */
  private static final long SLICE_MIN = 2;

  /** Keys looked at for an idle one, where there is no room. */
  private static final int SWEPT_AT_ONCE = 8;

  private final Rule rule;
  private final long most;
  private final SharedLimits shared;
  private final NanoClock clock;
  private final Runnable onFailure;

  private final Map<String, Lease> byKey = new ConcurrentHashMap<>();
  private final AtomicInteger keys = new AtomicInteger();
  private Iterator<Map.Entry<String, Lease>> sweep = byKey.entrySet().iterator();
  private volatile boolean closed;

  Leases(Rule rule, SharedLimits shared, NanoClock clock, Runnable onFailure) {
    this.rule = rule;
    this.most = Math.min(rule.lease().orElse(0L), rule.limit().burst());
    this.shared = shared;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** What a slice has to say. */
  enum Answer {
    /** The permits are taken. */
    TAKEN,

    /** The store said no a moment ago, and has not more by now. */
    DENIED,

    /** The store has to be asked. */
    ASK
  }

  /**
   * Whether a rule can be leased at all. Who holds a permit of concurrency, and whose turn it is in
   * a queue, is only known at the store.
   */
  static boolean suits(Rule rule) {
    var algorithm = rule.limit().algorithm();
    return rule.store() == Rule.Store.REDIS
        && algorithm != Algorithm.CONCURRENCY
        && algorithm != Algorithm.LEAKY_QUEUE
        && Math.min(rule.lease().orElse(0L), rule.limit().burst()) >= SLICE_MIN;
  }

  /** Decides where a slice can. */
  Answer tryTake(String key, long permits, Verdict verdict) {
    var lease = find(key);
    if (lease == null) {
      return Answer.ASK;
    }
    var answer = lease.tryTake(permits, clock.nanos(), verdict);
    if (answer == Answer.TAKEN) {
      fetchAhead(key, lease);
    }
    return answer;
  }

  /** The store decided: the key may lease from now on, or need not be asked for a while. */
  void told(String key, Verdict verdict) {
    var lease = byKey.get(key);
    if (lease != null) {
      lease.told(verdict, clock.nanos());
      fetchAhead(key, lease);
    }
  }

  /** Gives back what was taken of a slice. */
  CompletionStage<?> refund(String key, long permits, long takenAt) {
    var lease = byKey.get(key);
    if (lease != null && lease.putBack(permits, takenAt, clock.nanos())) {
      return CompletableFuture.completedStage(null);
    }
    return giveBack(key, permits, takenAt);
  }

  /** Makes a key new on this node. */
  void forget(String key) {
    var lease = byKey.remove(key);
    if (lease != null) {
      keys.decrementAndGet();
      lease.drop();
    }
  }

  /** Leases nothing any more and gives all back; completes when the store has it. */
  CompletionStage<?> close() {
    closed = true;
    var given = new ArrayList<CompletableFuture<?>>();
    byKey.values().forEach(lease -> given.add(lease.close().toCompletableFuture()));
    byKey.clear();
    return CompletableFuture.allOf(given.toArray(CompletableFuture[]::new));
  }

  int keys() {
    return byKey.size();
  }

  private @Nullable Lease find(String key) {
    var known = byKey.get(key);
    if (known != null || closed || (keys.get() >= KEYS_MAX && !makeRoom())) {
      return known;
    }
    var opened = byKey.computeIfAbsent(key, this::open);
    if (closed) { // meanwhile, and close() may not have seen it
      var _ = opened.close();
    }
    return opened;
  }

  private Lease open(String key) {
    keys.incrementAndGet();
    return new Lease(
        rule.limit(), most, clock.nanos(), (permits, at) -> giveBack(key, permits, at));
  }

  private synchronized boolean makeRoom() {
    for (var i = 0; i < SWEPT_AT_ONCE; i++) {
      if (!sweep.hasNext()) {
        sweep = byKey.entrySet().iterator();
      }
      if (sweep.hasNext() && removeIdle(sweep.next())) {
        return true;
      }
    }
    return false;
  }

  private boolean removeIdle(Map.Entry<String, Lease> entry) {
    var lease = entry.getValue();
    if (!lease.isIdle(clock.nanos()) || !byKey.remove(entry.getKey(), lease)) {
      return false;
    }
    keys.decrementAndGet();
    var _ = lease.close();
    return true;
  }

  private void fetchAhead(String key, Lease lease) {
    var sentNanos = clock.nanos();
    var permits = lease.toFetch(sentNanos);
    if (permits > 0) {
      lease.fetches(
          fetch(key, permits)
              .handle((verdicts, failure) -> failure == null ? verdicts : List.<Verdict>of())
              .thenCompose(verdicts -> settle(lease, verdicts, sentNanos)));
    }
  }

  private CompletionStage<List<Verdict>> fetch(String key, long permits) {
    var charges = List.of(new Charge(rule.limit(), key, permits));
    return Calls.failing(() -> shared.take(rule.domain(), charges));
  }

  private CompletionStage<?> settle(Lease lease, List<Verdict> verdicts, long sentNanos) {
    if (verdicts.isEmpty()) {
      onFailure.run();
      lease.fetchFailed(clock.nanos());
      return CompletableFuture.completedStage(null);
    }
    return lease.fetched(verdicts.getFirst(), sentNanos, clock.nanos());
  }

  private CompletionStage<?> giveBack(String key, long permits, long takenAt) {
    var charge = new Charge(rule.limit(), key, permits);
    return shared.refund(rule.domain(), charge, new Verdict().admit(permits, takenAt, 0));
  }
}
