package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** Permits per window; windows are aligned to the zero of the clock. */
final class FixedWindow extends Worded {
  /*
   * A count, and the window that it counts for; in another window it is 0. 3 a minute:
   *
   *   now    asked   window   count before   said
   *   0:50   3       0        0              admitted, 0 left
   *   0:55   1       0        3              denied: the next window opens in 5 s
   *   1:00   3       1        0              admitted, 0 left
   *
   * Six in ten seconds: twice the limit comes through around a boundary, the worst case there is,
   * and one that clients find by themselves when all of them wait for the next window.
   *
   * The word: | 0 | window, 33 bits | count, 30 bits |. Windows are numbered from the one in which
   * the word was made; a word that is WINDOWS_MAX of them old is renewed.
   */

  private static final int COUNT_BITS = 30;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  /** Windows that a word is good for: 49 days of windows of a millisecond. */
  private static final long WINDOWS_MAX = 1L << 32;

  private final long permitsMax;
  private final long perNanos;
  private final Divisor byPer;
  private final long horizonNanos;

  FixedWindow(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
    this.permitsMax = limit.permits();
    this.perNanos = limit.per().toNanos();
    this.byPer = new Divisor(perNanos);
    this.horizonNanos = Math.min(WINDOWS_MAX, ELAPSED_NANOS_MAX / perNanos) * perNanos;
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
      var window = window(before, elapsed);
      var count = count(before, window);
      if (count + permits > permitsMax) {
        verdict.deny(permits, now, endNanos(window) - elapsed);
        return left(verdict, window, count, elapsed);
      }
      if (word.compareAndSet(before, (window << COUNT_BITS) | (count + permits))) {
        verdict.admit(permits, moment(word, window, elapsed), 0);
        return left(verdict, window, count + permits, elapsed);
      }
    }
  }

  @Override
  boolean look(Verdict verdict, long permits, long now, long state, long elapsed) {
    var window = window(state, elapsed);
    var count = count(state, window);
    if (count + permits > permitsMax) {
      verdict.deny(permits, now, endNanos(window) - elapsed);
    } else {
      verdict.admit(permits, now, 0);
    }
    return left(verdict, window, count, elapsed);
  }

  /** What was taken in another window is over: it neither counts nor comes back. */
  @Override
  boolean giveBack(Word word, Verdict taken, long now) {
    var before = word.get();
    if (before == Word.RETIRED) {
      return false;
    }
    var elapsed = word.elapsedNanos(now);
    var window = window(before, elapsed);
    var takenIn = Math.floorDiv(taken.takenAt() - word.startNanos(), perNanos);
    if (takenIn != window) {
      return true;
    }
    var count = Math.max(count(before, window) - taken.permits(), 0);
    return word.compareAndSet(before, (window << COUNT_BITS) | count);
  }

  private boolean left(Verdict verdict, long window, long count, long elapsed) {
    var ends = count == 0 ? 0 : endNanos(window) - elapsed;
    verdict.left(permitsMax, permitsMax - count, ends, ends);
    return verdict.admitted();
  }

  /** The window that runs. Never one before the last that was counted in. */
  private long window(long state, long elapsed) {
    var last = state >>> COUNT_BITS;
    return elapsed < endNanos(last) ? last : byPer.into(elapsed);
  }

  private static long count(long state, long window) {
    return (state >>> COUNT_BITS) == window ? state & COUNT_MASK : 0;
  }

  private long endNanos(long window) {
    return (window + 1) * perNanos;
  }

  /** By the clock, and within the window even for a thread that read the clock before it began. */
  private long moment(Word word, long window, long elapsed) {
    return word.startNanos() + Math.max(elapsed, window * perNanos);
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
    var window = window(state, word.elapsedNanos(now));
    return new Word(word.startNanos() + window * perNanos, count(state, window));
  }

  @Override
  long use(long state, long elapsed) {
    return count(state, window(state, elapsed));
  }
}
