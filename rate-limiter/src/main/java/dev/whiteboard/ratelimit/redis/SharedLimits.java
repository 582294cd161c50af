package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Limits that all nodes keep together. Nothing blocks; each answer comes within the deadline, or a
 * {@link dev.whiteboard.kit.store.StoreAwayException}.
 */
public interface SharedLimits {
  /**
   * Takes all charges or none of them.
   *
   * @param domain whose keys they are; they are decided together
   * @param charges 1 to {@link #CHARGES_MAX}
   * @return a verdict for each in their order: whether it would have been admitted alone. All were
   *     taken where all are admitted, else none.
   */
  CompletionStage<List<Verdict>> take(String domain, List<Charge> charges);

  /** What {@link #take} would say; takes nothing. */
  CompletionStage<List<Verdict>> peek(String domain, List<Charge> charges);

  /** Gives back what was taken, never past the limit; nothing where it is over by now. */
  CompletionStage<?> refund(String domain, Charge charge, Verdict taken);

  /** Makes keys new; says how many there were. */
  CompletionStage<Long> forget(String domain, List<Charge> charges);

  /** The most charges of one request. */
  int CHARGES_MAX = 32;
}
