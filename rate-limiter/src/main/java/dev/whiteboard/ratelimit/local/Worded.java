package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** A limiter that keeps one word for each key, and no lock. */
abstract sealed class Worded extends Keyed<Word> permits Paced, FixedWindow, SlidingWindow {
  /** 146 years: half of what a difference of moments can be. */
  static final long ELAPSED_NANOS_MAX = 1L << 62;

  Worded(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
  }

  /** The age beyond which a word's bits don't last. */
  abstract long horizonNanos();

  /** The same state in a word that starts about now. */
  abstract Word carriedOn(Word word, long state, long now);

  /** How much of the limit a state has used, in any unit; 0 where it is as new. */
  abstract long use(long state, long elapsedNanos);

  /** Tries to give back what still counts; false where another thread came between. */
  abstract boolean giveBack(Word word, Verdict taken, long now);

  /** Whether a word must be renewed before anything is made of it. */
  final boolean isOver(long state, long elapsedNanos) {
    return state == Word.RETIRED || elapsedNanos > horizonNanos();
  }

  /** Writes what would be said of a state that lasts; says whether it would be admitted. */
  abstract boolean look(Verdict verdict, long permits, long now, long state, long elapsedNanos);

  /** {@inheritDoc} A key that is not known stays so. */
  @Override
  public final boolean peek(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var now = clock.nanos();
    var known = known(key);
    var word = known != null ? known : fresh(now);
    while (true) {
      var state = word.get(); // once: what is looked at must be what was found to last
      var elapsed = word.elapsedNanos(now);
      if (!isOver(state, elapsed)) {
        return look(verdict, permits, now, state, elapsed);
      }
      word = again(key, word, now);
    }
  }

  @Override
  public final void refund(String key, Verdict taken) {
    var word = known(key);
    if (word == null || !taken.admitted() || taken.permits() == 0) {
      return;
    }
    var now = clock.nanos();
    var given = false;
    while (!given) {
      if (isOver(word.get(), word.elapsedNanos(now))) {
        word = again(key, word, now);
      } else {
        given = giveBack(word, taken, now);
      }
    }
    taken.admit(0, taken.takenAt(), 0);
  }

  @Override
  final Word renewed(Word word, long now) {
    var state = word.getAndSet(Word.RETIRED);
    return state == Word.RETIRED ? fresh(clock.nanos()) : carriedOn(word, state, now);
  }

  @Override
  final long use(Word word, long now) {
    var state = word.get();
    return state == Word.RETIRED ? 0 : use(state, word.elapsedNanos(now));
  }

  @Override
  final boolean retire(Word word, long now, boolean mayBeBusy) {
    while (true) {
      var state = word.get();
      if (state == Word.RETIRED) {
        return true;
      }
      if (!mayBeBusy && use(state, word.elapsedNanos(now)) > 0) {
        return false;
      }
      if (word.compareAndSet(state, Word.RETIRED)) {
        return true;
      }
    }
  }
}
