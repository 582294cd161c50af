package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** A bucket that leaks at the rate; a permit pours in, and what would spill is refused. */
final class LeakyBucket extends Paced {
  /*
   * The leaky bucket as a meter: it only measures, nothing waits in it. The word is the moment at
   * which the bucket has run dry; the level is what leaks out until then. 3 a minute, a bucket of 3:
   *
   *   now    asked   level before   dry at       said
   *   0 s    1       0.00           0 s          admitted, level 1, dry at 20 s
   *   0 s    2       1.00           20 s         admitted, level 3, dry at 60 s
   *   5 s    1       2.75           60 s         denied: 0.75 would spill, 15 s
   *   20 s   1       2.00           60 s         admitted, level 3, dry at 80 s
   *   90 s   1       0.00           80 s         admitted, level 1, dry at 110 s
   *
   * It is the token bucket seen from below: its level is the tokens that are missing there.
   */

  LeakyBucket(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
  }

  @Override
  public boolean tryAcquire(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var cost = permits * pace.interval();
    var now = clock.nanos();
    var word = cell(key);
    while (true) {
      var before = word.get();
      var elapsed = word.elapsedNanos(now);
      if (isOver(before, elapsed)) {
        word = again(key, word, now);
        continue;
      }
      var at = pace.units(elapsed);
      var level = Math.max(before - at, 0);
      if (level + cost > pace.burst()) {
        return pace.deny(verdict, permits, now, elapsed, level);
      }
      if (word.compareAndSet(before, at + level + cost)) {
        return pace.admit(verdict, permits, now, elapsed, level + cost);
      }
    }
  }
}
