package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet;
import dev.whiteboard.ratelimit.rule.RuleSet.Match;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides checks by rules: in this process where they are local or leased, else at the store.
 *
 * <p>When the rules change, a rule that keeps its name, match, limit and store keeps what it
 * counted on this node; any other starts anew, and what is gone is forgotten, its slices given
 * back. The store is not asked to forget.
 */
public final class RuledChecks implements Checks, AutoCloseable {
  /** The longest that {@link #close} waits for the store. */
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private final Supplier<? extends RuleSet> rules;
  private final SharedLimits shared;
  private final ThisNode node;
  private final CheckMeters meters;
  private volatile BoundRules bound;

  /**
   * Decides by the rules of the moment.
   *
   * @param rules asked for each check; another object where they changed
   */
  public RuledChecks(
      Supplier<? extends RuleSet> rules, SharedLimits shared, ThisNode node, CheckMeters meters) {
    this.rules = rules;
    this.shared = shared;
    this.node = node;
    this.meters = meters;
    this.bound = BoundRules.start(rules.get(), node, shared, meters);
  }

  @Override
  public void decide(Check check, Consumer<Outcome> then) {
    var ending = new Ending(meters, node.clock(), node.clock().nanos(), then);
    var current = bound();
    var matches = matches(current, check);
    if (matches.isEmpty()) {
      meters.unruled();
      ending.end(Outcome.UNRULED);
      return;
    }
    new Attempt(shared, check, matches, kept(current, matches), ending).run();
  }

  /**
   * What {@link #decide} would come to, by the store's count; takes nothing. What this node leased
   * counts as taken.
   *
   * @return never failed: what a rule says while its store is away is part of it
   */
  public CompletionStage<Outcome> peek(Check check) {
    var current = bound();
    var matches = matches(current, check);
    return new Peek(shared, check, matches, kept(current, matches)).look();
  }

  /**
   * Makes the keys of a check new, here and at the store. Slices that other nodes hold stay with
   * them, and may be spent until they are over.
   *
   * @return how many there were at the store; fails where it is away
   */
  public CompletionStage<Long> forget(Check check) {
    var current = bound();
    var matches = matches(current, check);
    matches.forEach(match -> current.kept(match.rule()).forget(match.key()));
    var charges =
        matches.stream()
            .filter(match -> match.rule().store() == Rule.Store.REDIS)
            .map(match -> new Charge(match.rule().limit(), match.key(), 1))
            .toList();
    return charges.isEmpty()
        ? CompletableFuture.completedStage(0L)
        : shared.forget(check.domain(), charges);
  }

  /**
   * Gives back what an admitted check took, once: permits of {@link
   * dev.whiteboard.ratelimit.limit.Algorithm#CONCURRENCY} when the work is done, others where it
   * was not. Nothing where its rule is gone, and nothing of a denied check, which took nothing.
   *
   * @return completes when it is; fails where the store is away
   */
  public CompletionStage<?> release(Outcome outcome) {
    if (!outcome.admitted()) {
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.allOf(
        outcome.rulings().stream()
            .filter(ruling -> ruling.verdict().admitted())
            .map(ruling -> release(ruling).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** As {@link #release(Outcome)}, of one rule: of an admitted check, and once. */
  public CompletionStage<?> release(Ruling ruling) {
    return switch (ruling.source()) {
      case REDIS -> refund(ruling);
      case LEASED -> releaseLeased(ruling);
      case LOCAL -> releaseLocal(ruling);
    };
  }

  /** Keys of which this node holds slices, or may soon. */
  public int leasedKeys() {
    return bound.all().mapToInt(KeptRule::leasedKeys).sum();
  }

  /** Gives all slices back. Checks are still decided, at the store. */
  @Override
  public void close() {
    CompletableFuture.allOf(
            bound
                .all()
                .map(kept -> kept.closeLeases().toCompletableFuture())
                .toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)
        .exceptionally(_ -> null)
        .join();
  }

  private CompletionStage<?> refund(Ruling ruling) {
    var verdict = ruling.verdict();
    var charge = new Charge(ruling.rule().limit(), ruling.key(), verdict.permits());
    return shared.refund(ruling.rule().domain(), charge, verdict);
  }

  private CompletionStage<?> releaseLeased(Ruling ruling) {
    var leases = bound.named(ruling.rule()).map(KeptRule::leases).orElse(null);
    var verdict = ruling.verdict();
    return leases == null
        ? refund(ruling)
        : leases.refund(ruling.key(), verdict.permits(), verdict.takenAt());
  }

  private CompletionStage<?> releaseLocal(Ruling ruling) {
    if (ruling.verdict().permits() > 0) {
      bound
          .named(ruling.rule())
          .ifPresent(kept -> kept.limiter().refund(ruling.key(), ruling.verdict()));
    }
    return CompletableFuture.completedStage(null);
  }

  /** Asks again inside: two that see a change at once must agree on the later one. */
  private BoundRules bound() {
    var current = bound;
    if (current.isOf(rules.get())) {
      return current;
    }
    synchronized (this) {
      var latest = rules.get();
      if (!bound.isOf(latest)) {
        bound = bound.replacedBy(latest);
      }
      return bound;
    }
  }

  private static List<Match> matches(BoundRules current, Check check) {
    var matches = current.rules().matching(check.domain(), check.descriptors());
    if (matches.size() > SharedLimits.CHARGES_MAX) {
      throw new IllegalArgumentException(
          "at most %d rules hold at once, not %d"
              .formatted(SharedLimits.CHARGES_MAX, matches.size()));
    }
    return matches;
  }

  private static KeptRule[] kept(BoundRules current, List<Match> matches) {
    var kept = new KeptRule[matches.size()];
    for (var i = 0; i < kept.length; i++) {
      kept[i] = current.kept(matches.get(i).rule());
    }
    return kept;
  }
}
