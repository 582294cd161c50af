package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** The leaky bucket as a queue: what is admitted waits for its turn, one at each interval. */
final class LeakyQueue extends Paced {
  /*
   * The only one here that evens the traffic out: what goes on comes one by one. There is no queue
   * to hold: the word is the next turn that is free, and who is admitted is told how long to wait
   * for his (delayNanos). The burst is the room of the queue, with the one whose
   * interval runs. 3 a minute, room for 3:
   *
   *   now    asked   next turn   its turn   said
   *   0 s    1       0 s         0 s        admitted, goes on at once, next turn at 20 s
   *   0 s    2       20 s        20 s       admitted, waits 20 s, next turn at 60 s
   *   5 s    1       60 s        -          denied: the queue is full, room for one in 15 s
   *   20 s   1       60 s        60 s       admitted, waits 40 s, next turn at 80 s
   *   90 s   1       80 s        90 s       admitted, goes on at once, next turn at 110 s
   *
   * Several permits at once go on at the turn of the first, and take the turns of all. A delay is
   * rounded up to a nanosecond, from the exact turn each time: it does not add up.
   */

  LeakyQueue(Limit limit, NanoClock clock, int keysMax) {
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
      var turn = Math.max(before, at);
      var next = turn + cost;
      if (next - at > pace.burst()) {
        return pace.deny(verdict, permits, now, elapsed, turn - at);
      }
      if (word.compareAndSet(before, next)) {
        return pace.admitLater(verdict, permits, now, elapsed, next - at);
      }
    }
  }

  @Override
  long delayNanos(long used, long elapsedNanos) {
    return pace.nanos(used, elapsedNanos);
  }
}
