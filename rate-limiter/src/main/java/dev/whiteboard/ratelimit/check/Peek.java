package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet.Match;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What rules would say. */
final class Peek {
  private final SharedLimits shared;
  private final Check check;
  private final List<Match> matches;
  private final KeptRule[] kept;

  Peek(SharedLimits shared, Check check, List<Match> matches, KeptRule[] kept) {
    this.shared = shared;
    this.check = check;
    this.matches = matches;
    this.kept = kept;
  }

  /** Asks the store for what is there, once. */
  CompletionStage<Outcome> look() {
    var charges = new ArrayList<Charge>();
    for (var i = 0; i < kept.length; i++) {
      if (isShared(i)) {
        charges.add(new Charge(kept[i].rule().limit(), matches.get(i).key(), check.cost()));
      }
    }
    if (charges.isEmpty()) {
      return CompletableFuture.completedStage(outcome(List.of()));
    }
    return Calls.failing(() -> shared.peek(check.domain(), charges))
        .handle((verdicts, failure) -> outcome(failure == null ? verdicts : List.of()));
  }

  private boolean isShared(int i) {
    return kept[i].rule().store() == Rule.Store.REDIS && !kept[i].neverAdmits(check.cost());
  }

  /**
   * Of all rules.
   *
   * @param verdicts of the store, none where it is away
   */
  private Outcome outcome(List<Verdict> verdicts) {
    var rulings = new ArrayList<Ruling>();
    var told = verdicts.iterator();
    for (var i = 0; i < kept.length; i++) {
      rulings.add(isShared(i) && told.hasNext() ? ruling(i, told) : ruling(i));
    }
    return new Outcome(rulings.stream().noneMatch(Peek::denies), List.copyOf(rulings));
  }

  private static boolean denies(Ruling ruling) {
    return !ruling.rule().shadow() && !ruling.verdict().admitted();
  }

  private Ruling ruling(int i, Iterator<Verdict> told) {
    return new Ruling(kept[i].rule(), matches.get(i).key(), told.next(), Source.REDIS);
  }

  private Ruling ruling(int i) {
    var key = matches.get(i).key();
    return new Ruling(kept[i].rule(), key, kept[i].peekHere(key, check.cost()), Source.LOCAL);
  }
}
