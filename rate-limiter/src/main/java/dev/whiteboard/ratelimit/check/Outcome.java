package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * What a check came to.
 *
 * @param admitted whether it may go on
 * @param rulings one for each rule that holds, shadow rules too; none where no rule does
 */
public record Outcome(boolean admitted, List<Ruling> rulings) {
  /**
   * What one rule said.
   *
   * @param rule the rule
   * @param key whose permits it took
   * @param verdict its verdict
   * @param source who decided
   */
  public record Ruling(Rule rule, String key, Verdict verdict, Source source) {}

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
