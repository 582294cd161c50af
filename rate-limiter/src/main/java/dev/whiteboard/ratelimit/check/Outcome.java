package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * What a check came to.
 *
 * @param admitted whether it may go on
 * @param rulings one for each rule that holds, shadow rules too; none where no rule does. Where it
 *     was denied, rules that nobody had to ask any more may be missing.
 */
public record Outcome(boolean admitted, List<Ruling> rulings) {
  /** No rule holds. */
  static final Outcome UNRULED = new Outcome(true, List.of());

  /**
   * What one rule said.
   *
   * @param rule the rule
   * @param key whose permits it took
   * @param verdict its verdict
   * @param source who decided
   */
  public record Ruling(Rule rule, String key, Verdict verdict, Source source) {
    /** Whether the request costs more than there ever is at once: waiting does not help. */
    public boolean neverAdmits() {
      return !verdict.admitted() && verdict.permits() > rule.limit().burst();
    }
  }

  /** Who decided. */
  public enum Source {
    /** All nodes together, in Redis. */
    REDIS,

    /** This node, within a slice that it leased of Redis. */
    LEASED,

    /** This node by itself. */
    LOCAL
  }

  /**
   * The ruling of a rule that never admits so much at once: an error of the request, and no reason
   * to come back later. Nothing was taken then, and no other rule was asked. Its verdict says to
   * retry after {@link Long#MAX_VALUE} nanoseconds.
   */
  public Optional<Ruling> impossible() {
    return rulings.stream()
        .filter(ruling -> !ruling.rule().shadow() && ruling.neverAdmits())
        .findFirst();
  }

  /**
   * The ruling that a client is told: of those that denied the one with the longest wait, else the
   * one with the least left of its limit. Shadow rules are not told.
   */
  public Optional<Ruling> tightest() {
    return rulings.stream()
        .filter(ruling -> !ruling.rule().shadow())
        .reduce((best, next) -> isTighter(next.verdict(), best.verdict()) ? next : best);
  }

  private static boolean isTighter(Verdict verdict, Verdict than) {
    if (!verdict.admitted() || !than.admitted()) {
      return !verdict.admitted()
          && (than.admitted() || verdict.retryAfterNanos() > than.retryAfterNanos());
    }
    return verdict.remaining() * (double) than.limit()
        < than.remaining() * (double) verdict.limit();
  }
}
