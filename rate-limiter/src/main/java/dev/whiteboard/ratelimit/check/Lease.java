package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One key of which this node leases slices. Safe for many threads; what it guards is some fields,
 * and no wait is inside.
 *
 * <pre>
 *   ask the store   told: 80 left   fetch 20   spend ... half left: fetch ahead   spend ...
 *   ├───────────────┼───────────────┼──────────┼─────────────────────────────────┼──▶
 *   first requests  then a slice    ──────── in this process ────────
 * </pre>
 *
 * <p>Nothing is spent that was not taken from the store before, so slices never add to what the
 * store admits. What they can do is come late: a permit taken now and spent later counts in the
 * store's past. So a node holds no more than {@link #most} of a key at a time, fetches under way
 * included, and no permit is spent later than a period after it was taken; in fixed windows not
 * after the end of its window. In any stretch of time all nodes together then admit what the
 * algorithm admits, and at most {@code nodes * lease} more; in each fixed window nothing more.
 *
 * <p>The price is the reverse: as many permits may lie idle on nodes that don't need them. So a
 * slice is at most a quarter of what the store has left, halves when one was not used up in its
 * time, and doubles when it was.
 */
final class Lease {
  /** A slice is at most one part in so many of what is left: others want some too. */
  private static final long SHARE = 4;

  /** Less is no slice: asking for each is the same work. */
  private static final long SLICE_MIN = 2;

  /** When nothing was taken. */
  private static final long NO_MOMENT = Long.MIN_VALUE;

  /** After a failed fetch. */
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  /**
   * The longest that a denial is believed without asking again: another node may have given permits
   * back, or somebody made the key new.
   */
  private static final long DENIAL_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  private static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(null);

  private final Limit limit;
  private final long most;
  private final GiveBack giveBack;

  private Slice spending = spent();
  private @Nullable Slice next;
  private long size;
  private long fetching;
  private CompletionStage<?> fetch = NOTHING;
  private long fetchFromNanos;
  private boolean wanted;
  private boolean closed;

  private long storeLeft;
  private long moreAtNanos;
  private long resetAtNanos;

  private boolean denies;
  private long deniedPermits;
  private long deniesUntilNanos;
  private long askAgainNanos;
  private long usedAtNanos;

  /**
   * Of a key that nobody knows anything of yet.
   *
   * @param most permits that this node holds at a time
   * @param giveBack gives them back to the store
   */
  Lease(Limit limit, long most, long nowNanos, GiveBack giveBack) {
    this.limit = limit;
    this.most = most;
    this.giveBack = giveBack;
    this.size = most;
    this.usedAtNanos = nowNanos;
    this.fetchFromNanos = nowNanos;
  }

  /** Gives permits back to the store. */
  @FunctionalInterface
  interface GiveBack {
    /**
     * Gives them back; does not wait.
     *
     * @param takenAt the store's moment of when they were taken
     */
    CompletionStage<?> giveBack(long permits, long takenAt);
  }

  /** Decides where it can. */
  synchronized Leases.Answer tryTake(long permits, long nowNanos, Verdict verdict) {
    usedAtNanos = nowNanos;
    dropOver(nowNanos);
    var slice = take(permits);
    if (slice != null) {
      write(verdict.admit(permits, slice.takenAt(), 0), nowNanos);
      return Leases.Answer.TAKEN;
    }
    if (isDenied(permits, nowNanos)) {
      write(verdict.deny(permits, nowNanos, deniesUntilNanos - nowNanos), nowNanos);
      return Leases.Answer.DENIED;
    }
    return Leases.Answer.ASK;
  }

  /** Takes permits back that nobody used; false where their slice is gone or there is no room. */
  synchronized boolean putBack(long permits, long takenAt, long nowNanos) {
    dropOver(nowNanos);
    var slice = sliceOf(takenAt);
    if (closed || slice == null || slice.isOver(nowNanos)) {
      return false;
    }
    if (held() + fetching + permits > most) {
      return false;
    }
    slice.putBack(permits);
    return true;
  }

  /** The store decided a request by itself. */
  synchronized void told(Verdict verdict, long nowNanos) {
    remember(verdict, nowNanos);
    if (!verdict.admitted()) {
      deny(verdict.permits(), verdict.retryAfterNanos(), nowNanos);
    }
  }

  /** How much to fetch now; whoever is told more than 0 fetches it. From the second request on. */
  synchronized long toFetch(long nowNanos) {
    if (!wanted) {
      wanted = true;
      return 0;
    }
    if (fetching > 0 || closed || nowNanos - fetchFromNanos < 0 || held() * 2 > size) {
      return 0;
    }
    var ask = Math.min(size - held(), storeLeft / SHARE);
    fetching = ask < SLICE_MIN ? 0 : ask;
    return fetching;
  }

  /** What {@link #close} waits for. */
  synchronized void fetches(CompletionStage<?> underWay) {
    fetch = underWay;
  }

  /**
   * A slice came, or was denied.
   *
   * @param sentNanos when it was asked for: its time counts from here, as the store may have
   *     decided at once and answered late
   * @return completes when what there is no room for is given back
   */
  synchronized CompletionStage<?> fetched(Verdict verdict, long sentNanos, long nowNanos) {
    var slice = new Slice(fetching, verdict.takenAt(), sentNanos + lifeNanos(verdict));
    fetching = 0;
    remember(verdict, nowNanos);
    if (!verdict.admitted()) {
      deny(verdict.remaining() + 1, verdict.moreAfterNanos(), nowNanos);
      return NOTHING;
    }
    return closed ? giveBackAll(slice) : giveBackAll(keep(slice));
  }

  /** The store is away. */
  synchronized void fetchFailed(long nowNanos) {
    fetching = 0;
    fetchFromNanos = nowNanos + PAUSE_NANOS;
  }

  /** Whether nobody asked for a period, so that nothing is lost with it. */
  synchronized boolean isIdle(long nowNanos) {
    return fetching == 0 && nowNanos - usedAtNanos >= limit.per().toNanos();
  }

  /** Gives everything back; completes when the store has it, a slice under way included. */
  synchronized CompletionStage<?> close() {
    closed = true;
    return CompletableFuture.allOf(
        fetch.toCompletableFuture(), giveBackAll(spending), giveBackAll(next));
  }

  /** The key was made new: what was taken of it is no more. */
  synchronized void drop() {
    closed = true;
    spending = spent();
    next = null;
  }

  private CompletableFuture<?> giveBackAll(@Nullable Slice slice) {
    if (slice == null || slice.left() == 0) {
      return NOTHING;
    }
    var permits = slice.left();
    slice.take(permits);
    return giveBack.giveBack(permits, slice.takenAt()).toCompletableFuture();
  }

  private @Nullable Slice take(long permits) {
    if (spending.left() == 0 && next != null) {
      promote();
    }
    if (spending.take(permits)) {
      size = spending.left() == 0 ? Math.min(most, size * 2) : size;
      return spending;
    }
    return next != null && next.take(permits) ? next : null;
  }

  private void promote() {
    spending = next == null ? spent() : next;
    next = null;
  }

  /** Returns what there is no room for: the rest of an old slice, too small for what is asked. */
  private @Nullable Slice keep(Slice slice) {
    var rest = next == null ? null : spending;
    if (next != null || spending.left() == 0) {
      promote();
    }
    if (spending.left() == 0) {
      spending = slice;
    } else {
      next = slice;
    }
    return rest;
  }

  private void dropOver(long nowNanos) {
    if (next != null && next.isOver(nowNanos)) {
      giveBackLate(next);
      next = null;
    }
    if (spending.left() > 0 && spending.isOver(nowNanos)) {
      giveBackLate(spending);
      promote();
    }
  }

  /** After the end of its window it is over at the store as well. */
  private void giveBackLate(Slice slice) {
    size = Math.max(SLICE_MIN, size / 2);
    if (limit.algorithm() != Algorithm.FIXED_WINDOW) {
      var _ = giveBackAll(slice);
    }
  }

  private static Slice spent() {
    return new Slice(0, NO_MOMENT, 0);
  }

  private @Nullable Slice sliceOf(long takenAt) {
    if (spending.takenAt() == takenAt) {
      return spending;
    }
    return next != null && next.takenAt() == takenAt ? next : null;
  }

  private long held() {
    return spending.left() + (next == null ? 0 : next.left());
  }

  private long lifeNanos(Verdict verdict) {
    var period = limit.per().toNanos();
    return limit.algorithm() == Algorithm.FIXED_WINDOW
        ? Math.min(period, verdict.resetAfterNanos())
        : period;
  }

  private void remember(Verdict verdict, long nowNanos) {
    storeLeft = verdict.remaining();
    moreAtNanos = nowNanos + verdict.moreAfterNanos();
    resetAtNanos = nowNanos + verdict.resetAfterNanos();
    denies = false;
  }

  private void deny(long permits, long forNanos, long nowNanos) {
    denies = true;
    deniedPermits = permits;
    deniesUntilNanos = nowNanos + forNanos;
    askAgainNanos = nowNanos + Math.min(forNanos, DENIAL_NANOS_MAX);
  }

  /** Of another cost nobody knows when it is admitted. */
  private boolean isDenied(long permits, long nowNanos) {
    return denies && permits == deniedPermits && nowNanos - askAgainNanos < 0;
  }

  private void write(Verdict verdict, long nowNanos) {
    var _ =
        verdict.left(
            limit.burst(),
            verdict.admitted() ? storeLeft + held() : Math.min(storeLeft, verdict.permits() - 1),
            Math.max(0, moreAtNanos - nowNanos),
            Math.max(0, resetAtNanos - nowNanos));
  }
}
