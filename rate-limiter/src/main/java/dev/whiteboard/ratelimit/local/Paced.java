package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/**
 * What the algorithms with an even pace have in common: a word is the moment, in units of the
 * {@link Pace}, at which the key is as new. Each calls that moment by another name.
 */
abstract sealed class Paced extends Worded permits TokenBucket, LeakyBucket, LeakyQueue, Gcra {
  final Pace pace;

  Paced(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
    this.pace = Pace.of(limit);
  }

  @Override
  final boolean look(Verdict verdict, long permits, long now, long state, long elapsed) {
    var used = Math.max(state - pace.units(elapsed), 0);
    if (used + permits * pace.interval() > pace.burst()) {
      return pace.deny(verdict, permits, now, elapsed, used);
    }
    verdict.admit(permits, now, delayNanos(used, elapsed));
    return pace.left(verdict, elapsed, used);
  }

  /** How long the next one waits for its turn. */
  long delayNanos(long used, long elapsedNanos) {
    return 0;
  }

  @Override
  final boolean giveBack(Word word, Verdict taken, long now) {
    var before = word.get();
    var after = Math.max(before - pace.refundable(taken, now), 0);
    return before != Word.RETIRED && word.compareAndSet(before, after);
  }

  @Override
  final long horizonNanos() {
    return pace.horizonNanos();
  }

  @Override
  final Word fresh(long now) {
    return new Word(now, 0);
  }

  @Override
  final Word carriedOn(Word word, long state, long now) {
    var elapsed = word.elapsedNanos(now);
    if (isPast(state, elapsed)) {
      return fresh(now);
    }
    // Starts at a tick, so that nothing is won or lost of the one that runs.
    var passed = elapsed - elapsed % pace.tickNanos();
    return new Word(word.startNanos() + passed, state - pace.units(passed));
  }

  @Override
  final long use(long state, long elapsedNanos) {
    if (isPast(state, elapsedNanos)) {
      return 0;
    }
    return pace.nanos(state - pace.units(elapsedNanos), elapsedNanos);
  }

  /** Compared in nanoseconds: the units of a very old word would run over. */
  private boolean isPast(long state, long elapsedNanos) {
    return elapsedNanos >= pace.nanos(state, 0);
  }
}
