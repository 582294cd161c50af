package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** Two fixed windows, the older one weighed by how much of it is still in sight. */
final class SlidingWindow extends Worded {
  /*
   * Looking back a minute from 0:15 into a window, 45 s of the window before are in sight. How its
   * permits lie in it nobody knows; taken as spread evenly, 3/4 of them are. 4 a minute:
   *
   *   now    asked   before   this   weighed             said
   *   0:50   4       0        0      0                   admitted, 0 left
   *   1:00   1       4        0      4 * 60/60 = 4       denied: room for one in 15 s
   *   1:15   1       4        0      4 * 45/60 = 3       admitted, 0 left
   *   1:29   1       4        1      4 * 31/60 + 1 = 3.07  denied: in 1 s
   *   1:30   1       4        1      4 * 30/60 + 1 = 3   admitted
   *
   * The weight is compared as it is, before * inSight + this * per <= limit * per: rounded down
   * first, as is often seen, it admits more than it says. That stops the burst around a boundary. But it is an
   * estimate: permits that all came at the end of the window before are thought spread over it, so
   * in the worst case nearly twice the limit falls into one period, as with a fixed window.
   *
   * The word: | 0 | window | before, n bits | this, n bits |, with the n bits that the limit needs.
   * Windows are numbered from the one in which the word was made, and the word is renewed when their
   * bits are used up: in thousands of years for a limit of 100 a minute, each 8 windows
   * for a limit of 1,000,000,000.
   */

  /** What limit * per may come to, so that sums of three fit. */
  private static final long PRODUCT_MAX = 1L << 60;

  private final long permitsMax;
  private final long perNanos;

  /** Weights are told to a tick: 1 ns, or more where limit * per would be too large. */
  private final long tickNanos;

  private final long perTicks;
  private final Divisor byPer;
  private final Divisor byTick;
  private final Divisor byPerTicks;
  private final int bits;
  private final long mask;
  private final long horizonNanos;

  SlidingWindow(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
    this.permitsMax = limit.permits();
    this.perNanos = limit.per().toNanos();
    this.tickNanos = tickNanos(perNanos, PRODUCT_MAX / permitsMax);
    this.perTicks = Math.ceilDiv(perNanos, tickNanos);
    this.byPer = new Divisor(perNanos);
    this.byTick = new Divisor(tickNanos);
    this.byPerTicks = new Divisor(perTicks);
    this.bits = Long.SIZE - Long.numberOfLeadingZeros(permitsMax);
    this.mask = (1L << bits) - 1;
    var windowsMax = Long.MAX_VALUE >>> (2 * bits);
    this.horizonNanos = Math.min(windowsMax, ELAPSED_NANOS_MAX / perNanos) * perNanos;
  }

  private static long tickNanos(long perNanos, long ticksMax) {
    var tick = 1L;
    while (Math.ceilDiv(perNanos, tick) > ticksMax) {
      tick *= 10;
    }
    return tick;
  }

  @Override
  public boolean tryAcquire(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var now = clock.nanos();
    var word = cell(key);
    while (true) {
      var before = word.get();
      var elapsed = word.elapsedNanos(now);
      if (isOver(before, elapsed)) {
        word = again(key, word, now);
        continue;
      }
      var state = turned(before, elapsed);
      var into = intoNanos(state, elapsed);
      if (!fits(state, into, permits)) {
        verdict.deny(permits, now, waitNanos(state, into, permits));
        return left(verdict, state, into);
      }
      if (word.compareAndSet(before, state + permits)) {
        verdict.admit(permits, moment(word, state, elapsed), 0);
        return left(verdict, state + permits, into);
      }
    }
  }

  @Override
  boolean look(Verdict verdict, long permits, long now, long before, long elapsed) {
    var state = turned(before, elapsed);
    var into = intoNanos(state, elapsed);
    if (fits(state, into, permits)) {
      verdict.admit(permits, now, 0);
    } else {
      verdict.deny(permits, now, waitNanos(state, into, permits));
    }
    return left(verdict, state, into);
  }

  /** What was taken in a window that is out of sight is over. */
  @Override
  boolean giveBack(Word word, Verdict taken, long now) {
    var before = word.get();
    if (before == Word.RETIRED) {
      return false;
    }
    var state = turned(before, word.elapsedNanos(now));
    var takenIn = Math.floorDiv(taken.takenAt() - word.startNanos(), perNanos);
    if (takenIn == window(state)) {
      return word.compareAndSet(before, state - Math.min(taken.permits(), current(state)));
    }
    if (takenIn == window(state) - 1) {
      var back = Math.min(taken.permits(), previous(state));
      return word.compareAndSet(before, state - (back << bits));
    }
    return true;
  }

  /** The state as it is in the window that runs; never turned back. */
  private long turned(long state, long elapsed) {
    var last = window(state);
    if (elapsed < (last + 1) * perNanos) {
      return state;
    }
    var window = byPer.into(elapsed);
    var previous = window == last + 1 ? current(state) : 0;
    return (window << (2 * bits)) | (previous << bits);
  }

  private boolean fits(long state, long into, long permits) {
    var room = (permitsMax - current(state) - permits) * perTicks;
    return previous(state) * inSight(into) <= room;
  }

  private long inSight(long into) {
    return perTicks - byTick.into(into);
  }

  /**
   * Until permits fit that don't yet: the first tick at which enough of the window is out of sight.
   */
  private long waitNanos(long state, long into, long permits) {
    var room = permitsMax - current(state) - permits;
    return room >= 0
        ? untilInSight(previous(state), room) - into
        : perNanos + untilInSight(current(state), permitsMax - permits) - into;
  }

  /** From the start of a window, until of the window before it no more than that is in sight. */
  private long untilInSight(long previous, long most) {
    if (previous <= most) {
      return 0;
    }
    return Math.min((perTicks - most * perTicks / previous) * tickNanos, perNanos);
  }

  private boolean left(Verdict verdict, long state, long into) {
    var room = (permitsMax - current(state)) * perTicks - previous(state) * inSight(into);
    var remaining =
        previous(state) == 0 ? permitsMax - current(state) : byPerTicks.into(Math.max(room, 0));
    var more = remaining == permitsMax ? 0 : waitNanos(state, into, remaining + 1);
    verdict.left(permitsMax, remaining, more, resetNanos(state, into));
    return verdict.admitted();
  }

  private long resetNanos(long state, long into) {
    var windows = current(state) > 0 ? 2 : previous(state) > 0 ? 1 : 0;
    return windows == 0 ? 0 : windows * perNanos - into;
  }

  private long window(long state) {
    return state >>> (2 * bits);
  }

  private long previous(long state) {
    return (state >>> bits) & mask;
  }

  private long current(long state) {
    return state & mask;
  }

  /** Into the window of a state; less than nothing for a thread that read the clock before it. */
  private long intoNanos(long state, long elapsed) {
    return Math.max(elapsed - window(state) * perNanos, 0);
  }

  private long moment(Word word, long state, long elapsed) {
    return word.startNanos() + Math.max(elapsed, window(state) * perNanos);
  }

  @Override
  long horizonNanos() {
    return horizonNanos;
  }

  @Override
  Word fresh(long now) {
    return new Word(now - Math.floorMod(now, perNanos), 0);
  }

  @Override
  Word carriedOn(Word word, long state, long now) {
    var elapsed = word.elapsedNanos(now);
    var last = window(state);
    var window = Math.max(elapsed / perNanos, last);
    var start = word.startNanos() + window * perNanos;
    if (window == last) {
      return new Word(start, (previous(state) << bits) | current(state));
    }
    return new Word(start, window == last + 1 ? current(state) << bits : 0);
  }

  @Override
  long use(long state, long elapsed) {
    var window = window(state);
    var isCurrentInSight = elapsed < (window + 2) * perNanos;
    var isPreviousInSight = elapsed < (window + 1) * perNanos;
    return (isCurrentInSight ? current(state) : 0) + (isPreviousInSight ? previous(state) : 0);
  }
}
