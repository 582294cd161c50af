package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A rule, and what this node keeps for it. */
final class KeptRule {
  /** When a store that is away may be back. */
  private static final long AWAY_NANOS = Duration.ofSeconds(1).toNanos();

  /** When nothing was taken. */
  private static final long NO_MOMENT = Long.MIN_VALUE;

  private final Rule rule;
  private final ThisNode node;
  private final CheckMeters.OfRule meters;
  private final @Nullable Leases leases;
  private volatile @Nullable RateLimiter limiter;

  private KeptRule(Rule rule, ThisNode node, CheckMeters.OfRule meters, @Nullable Leases leases) {
    this.rule = rule;
    this.node = node;
    this.meters = meters;
    this.leases = leases;
  }

  /** One that nothing is known of yet. */
  static KeptRule start(Rule rule, ThisNode node, SharedLimits shared, CheckMeters meters) {
    var leases =
        Leases.suits(rule) ? new Leases(rule, shared, node.clock(), meters::storeFailed) : null;
    return new KeptRule(rule, node, meters.of(rule), leases);
  }

  /** One that takes over from another of its name: the counters, and what still holds. */
  KeptRule replacedBy(KeptRule fresh) {
    var sameLeases = isSameLimit(fresh.rule) && rule.lease().equals(fresh.rule.lease());
    var heir = new KeptRule(fresh.rule, node, meters, sameLeases ? leases : fresh.leases);
    if (isSameLimit(fresh.rule)) {
      heir.limiter = limiter;
    }
    return heir;
  }

  Rule rule() {
    return rule;
  }

  CheckMeters.OfRule meters() {
    return meters;
  }

  @Nullable Leases leases() {
    return leases;
  }

  boolean isNamedAs(Rule other) {
    return rule.name().equals(other.name()) && rule.domain().equals(other.domain());
  }

  /** The limiter in this process: of a local rule, and of another while the store is away. */
  RateLimiter limiter() {
    var known = limiter;
    return known == null ? makeLimiter() : known;
  }

  /** Whether it costs more than there ever is at once. */
  boolean neverAdmits(long cost) {
    return cost > rule.limit().burst();
  }

  Verdict never(long cost) {
    var burst = rule.limit().burst();
    return new Verdict().deny(cost, NO_MOMENT, Long.MAX_VALUE).left(burst, burst, 0, 0);
  }

  /**
   * What it says while its store is away. For a node's part of a limit: what costs more than the
   * part takes all of it, so that the same requests go through as ever.
   */
  Verdict takeAway(String key, long cost) {
    return away(cost, verdict -> limiter().tryAcquire(key, partOf(cost), verdict));
  }

  /** What it would say without the store. */
  Verdict peekHere(String key, long cost) {
    if (neverAdmits(cost)) {
      return never(cost);
    }
    if (rule.store() == Rule.Store.LOCAL) {
      var verdict = new Verdict();
      limiter().peek(key, cost, verdict);
      return verdict;
    }
    return away(cost, verdict -> limiter().peek(key, partOf(cost), verdict));
  }

  private Verdict away(long cost, Consumer<Verdict> here) {
    var burst = rule.limit().burst();
    var verdict = new Verdict();
    switch (rule.onStoreFailure()) {
      case ALLOW -> verdict.admit(0, NO_MOMENT, 0).left(burst, burst, 0, 0);
      case DENY -> verdict.deny(cost, NO_MOMENT, AWAY_NANOS).left(burst, 0, AWAY_NANOS, AWAY_NANOS);
      case LOCAL -> here.accept(verdict);
    }
    return verdict;
  }

  private long partOf(long cost) {
    return Math.min(cost, limiter().limit().burst());
  }

  void forget(String key) {
    var known = limiter;
    if (known != null) {
      known.forget(key);
    }
    if (leases != null) {
      leases.forget(key);
    }
  }

  int leasedKeys() {
    return leases == null ? 0 : leases.keys();
  }

  CompletionStage<?> closeLeases() {
    return leases == null ? CompletableFuture.completedStage(null) : leases.close();
  }

  private synchronized RateLimiter makeLimiter() {
    var known = limiter;
    if (known == null) {
      known = rule.store() == Rule.Store.LOCAL ? node.whole(rule.limit()) : node.part(rule.limit());
      limiter = known;
    }
    return known;
  }

  private boolean isSameLimit(Rule other) {
    return rule.limit().equals(other.limit())
        && rule.store() == other.store()
        && rule.match().equals(other.match());
  }
}
