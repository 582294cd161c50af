package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** The generic cell rate algorithm: one moment a key (ITU-T I.371). */
final class Gcra extends Paced {
  /*
   * The moment is the theoretical arrival time (TAT): when the next request would come, had all so
   * far come at an even pace. One that comes earlier is admitted as long as it is early by no more
   * than the burst allows. Of 3 permits a minute, with a burst of 3:
   *
   *   now    asked   TAT before   TAT after   early by   said
   *   0 s    1       0 s          20 s        20 s       admitted, 2 left
   *   0 s    2       20 s         60 s        60 s       admitted, 0 left
   *   5 s    1       60 s         -           75 s       denied: 75 - 60 = 15 s
   *   20 s   1       60 s         80 s        60 s       admitted, 0 left
   *   90 s   1       80 s         110 s       20 s       admitted: what is past counts as now
   *
   * In any time t it admits burst + permits * t / per, rounded down, and no more. So with a burst as
   * large as the limit that is up to twice the limit in one period, the first.
   *
   * One word, one compare-and-set; a thread that loses reads the word again. The clock is not read
   * again: the decision may be that much late, as if the thread had come later.
   */

  Gcra(Limit limit, NanoClock clock, int keysMax) {
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
      var after = Math.max(before, at) + cost;
      if (after - at > pace.burst()) {
        return pace.deny(verdict, permits, now, elapsed, after - at - cost);
      }
      if (word.compareAndSet(before, after)) {
        return pace.admit(verdict, permits, now, elapsed, after - at);
      }
    }
  }
}
