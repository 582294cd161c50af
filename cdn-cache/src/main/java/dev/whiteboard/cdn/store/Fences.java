package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The invalidations that were applied of late, for those whose response is still on its way. */
final class Fences {
  /*
   * A fill that began before a purge brings what was purged. So each fill notes how many
   * invalidations there were when it began, and what comes is held against all that came since.
   *
   * Memory is bounded: the last APPLIED_MAX are remembered, as hashes of 8 bytes for each name; one
   * of more than NAMES_MAX names is remembered as one that meets everything, and a long prefix by
   * its beginning. That is 8 MB at the worst, and each shortcut errs to the safe side: what could
   * have been kept is not, and is asked for again.
   */

  /** How many are remembered. A power of two. */
  static final int APPLIED_MAX = 4_096;

  /** How many names of one are remembered. */
  static final int NAMES_MAX = 256;

  /** Characters of a prefix that are remembered. */
  static final int PREFIX_CHARACTERS_MAX = 256;

  private final AtomicReferenceArray<Applied> recent = new AtomicReferenceArray<>(APPLIED_MAX);
  private volatile long applied;

  long applied() {
    return applied;
  }

  /** From here on, whoever asks is told of it. */
  synchronized void publish(Target target) {
    var order = applied + 1;
    recent.set(slot(order), new Applied(order, Reach.of(target)));
    applied = order;
  }

  /** Whether one that was applied since then may meet a response with these tags. */
  boolean isMet(long since, String url, Set<String> tags) {
    return isMet(since, applied, new Subject(url, tags, true));
  }

  /** The same for a response whose tags nobody knows yet: it may have any. */
  boolean mayBeMet(long since, String url) {
    return isMet(since, applied, new Subject(url, Set.of(), false));
  }

  private boolean isMet(long since, long now, Subject subject) {
    if (now - since > APPLIED_MAX) {
      return true;
    }
    for (var order = since + 1; order <= now; order++) {
      var one = recent.get(slot(order));
      // Another has its place by now: it is forgotten.
      if (one == null || one.order != order || one.reach.meets(subject)) {
        return true;
      }
    }
    return false;
  }

  private static int slot(long order) {
    return (int) order & (APPLIED_MAX - 1);
  }

  private record Applied(long order, Reach reach) {}
}
