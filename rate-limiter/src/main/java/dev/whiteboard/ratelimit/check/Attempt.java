package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.redis.Charge;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One check on its way. What this process decides goes first, as it can be given back for nothing;
 * then the store is asked, once, for all that is left.
 *
 * <pre>
 *   local and leased rules ── one denies ──▶ give back ─────────────────────────▶ denied
 *          │ all taken                          ▲
 *          ▼                                    │ denied, or away and a rule denies
 *   the store: one take of all others ──────────┴── all taken ──────────────────▶ admitted
 *   each shadow rule: a take of its own, whatever the others say
 * </pre>
 *
 * <p>So what is held for a moment and given back may deny somebody else in that moment, but nothing
 * is ever admitted that was not taken.
 */
final class Attempt {
  private final SharedLimits shared;
  private final Check check;
  private final List<Match> matches;
  private final KeptRule[] kept;
  private final @Nullable Ruling[] rulings;
  private final Ending ending;
  private boolean denied;

  /**
   * A check that rules hold for.
   *
   * @param kept what is kept for each match
   * @param ending who waits for it
   */
  Attempt(SharedLimits shared, Check check, List<Match> matches, KeptRule[] kept, Ending ending) {
    this.shared = shared;
    this.check = check;
    this.matches = matches;
    this.kept = kept;
    this.rulings = new @Nullable Ruling[kept.length];
    this.ending = ending;
  }

  void run() {
    if (asksTooMuch()) {
      finish();
      return;
    }
    for (var i = 0; i < kept.length; i++) {
      takeHere(i);
    }
    askStore();
  }

  /** Of rules that are only watched too; but they deny for themselves, and the others go on. */
  private boolean asksTooMuch() {
    for (var i = 0; i < kept.length; i++) {
      var rule = kept[i].rule();
      if (kept[i].neverAdmits(check.cost())) {
        rulings[i] = ruling(i, kept[i].never(check.cost()), Source.LOCAL);
        denied |= !rule.shadow();
      }
    }
    return denied;
  }

  private void takeHere(int i) {
    if (rulings[i] != null) {
      return;
    }
    if (kept[i].rule().store() == Rule.Store.LOCAL) {
      takeLocal(i);
    } else if (kept[i].leases() != null && !isSettled(i)) {
      takeLeased(i, kept[i].leases());
    }
  }

  private void takeLocal(int i) {
    var verdict = new Verdict();
    var _ =
        isSettled(i)
            ? kept[i].limiter().peek(key(i), check.cost(), verdict)
            : kept[i].limiter().tryAcquire(key(i), check.cost(), verdict);
    settle(i, verdict, Source.LOCAL);
  }

  private void takeLeased(int i, Leases leases) {
    var verdict = new Verdict();
    if (leases.tryTake(key(i), check.cost(), verdict) != Leases.Answer.ASK) {
      settle(i, verdict, Source.LEASED);
    }
  }

  /** Whether nothing is to be taken for this one any more. */
  private boolean isSettled(int i) {
    return denied && !kept[i].rule().shadow();
  }

  /**
   * The first denial gives back what was taken before it; after it nothing is taken any more.
   * Shadow rules end on threads of their own, and touch nothing but their ruling.
   */
  private void settle(int i, Verdict verdict, Source source) {
    rulings[i] = ruling(i, verdict, source);
    if (!kept[i].rule().shadow() && !verdict.admitted() && !denied) {
      denied = true;
      giveBack();
    }
  }

  private Ruling ruling(int i, Verdict verdict, Source source) {
    return new Ruling(kept[i].rule(), key(i), verdict, source);
  }

  private String key(int i) {
    return matches.get(i).key();
  }

  private void askStore() {
    var takes = takes();
    if (takes.isEmpty()) {
      finish();
      return;
    }
    var waits = new AtomicInteger(takes.size());
    takes.forEach(which -> ask(which, waits));
  }

  private List<int[]> takes() {
    if (!asksStore()) {
      return List.of();
    }
    var takes = new ArrayList<int[]>();
    var together = indexes(false);
    if (together.length > 0) {
      takes.add(together);
    }
    for (var shadow : indexes(true)) {
      takes.add(new int[] {shadow});
    }
    return takes;
  }

  private boolean asksStore() {
    for (var i = 0; i < kept.length; i++) {
      if (isOpen(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpen(int i) {
    return rulings[i] == null && !isSettled(i);
  }

  private int[] indexes(boolean shadow) {
    var found = new int[kept.length];
    var count = 0;
    for (var i = 0; i < kept.length; i++) {
      if (isOpen(i) && kept[i].rule().shadow() == shadow) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private void ask(int[] which, AtomicInteger waits) {
    var _ =
        take(which)
            .whenComplete((verdicts, failure) -> {
              if (failure == null) {
                told(which, verdicts);
              } else {
                storeAway(which);
              }
              if (waits.decrementAndGet() == 0) {
                finish();
              }
            });
  }

  private CompletionStage<List<Verdict>> take(int[] which) {
    var charges = new ArrayList<Charge>(which.length);
    for (var i : which) {
      charges.add(new Charge(kept[i].rule().limit(), key(i), check.cost()));
    }
    return Calls.failing(() -> shared.take(check.domain(), charges));
  }

  private void told(int[] which, List<Verdict> verdicts) {
    for (var n = 0; n < which.length; n++) {
      var i = which[n];
      var leases = kept[i].leases();
      if (leases != null) {
        leases.told(key(i), verdicts.get(n));
      }
      settle(i, verdicts.get(n), Source.REDIS);
    }
  }

  private void storeAway(int[] which) {
    ending.meters().storeFailed();
    for (var i : which) {
      settle(i, withoutStore(i), Source.LOCAL);
    }
  }

  private Verdict withoutStore(int i) {
    return isSettled(i)
        ? kept[i].peekHere(key(i), check.cost())
        : kept[i].takeAway(key(i), check.cost());
  }

  /** What this process took. The store takes all or nothing by itself. */
  private void giveBack() {
    for (var i = 0; i < kept.length; i++) {
      var ruling = kept[i].rule().shadow() ? null : rulings[i];
      if (ruling != null && ruling.verdict().admitted()) {
        giveBack(kept[i], ruling);
      }
    }
  }

  private static void giveBack(KeptRule rule, Ruling ruling) {
    var verdict = ruling.verdict();
    if (ruling.source() == Source.LEASED && rule.leases() != null) {
      var _ = rule.leases().refund(ruling.key(), verdict.permits(), verdict.takenAt());
      stays(verdict);
    } else if (ruling.source() == Source.LOCAL && verdict.permits() > 0) {
      rule.limiter().refund(ruling.key(), verdict);
      stays(verdict);
    }
  }

  /** As if it had not been asked. */
  private static void stays(Verdict verdict) {
    var _ =
        verdict.left(
            verdict.limit(),
            Math.min(verdict.limit(), verdict.remaining() + verdict.permits()),
            verdict.moreAfterNanos(),
            verdict.resetAfterNanos());
  }

  private void finish() {
    var isWhole = true;
    for (var i = 0; i < kept.length; i++) {
      var ruling = rulings[i];
      if (ruling == null) {
        isWhole = false;
      } else {
        kept[i].meters().count(ruling);
      }
    }
    ending.end(new Outcome(!denied, isWhole ? List.of(rulings) : told()));
  }

  private List<Ruling> told() {
    return Arrays.stream(rulings).filter(Objects::nonNull).toList();
  }
}
