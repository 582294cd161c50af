package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** A bucket that fills at the rate and holds the burst; a permit takes a token out. */
final class TokenBucket extends Paced {
  /*
   * The textbook keeps two numbers, tokens and the time of the last refill, and a refill adds time *
   * rate: rounded each time, or a float that drifts. One moment says both: when the bucket will be
   * full. The tokens missing are those that come until then. 3 a minute, a bucket of 3:
   *
   *   now    asked   tokens   full at      said
   *   0 s    1       3.00     0 s          admitted, 2 left, full at 20 s
   *   0 s    2       2.00     20 s         admitted, 0 left, full at 60 s
   *   5 s    1       0.25     60 s         denied: 0.75 tokens are missing, 15 s
   *   20 s   1       1.00     60 s         admitted, 0 left, full at 80 s
   *   90 s   1       3.00     80 s         admitted: full is full, 2 left, full at 110 s
   *
   * Tokens are counted in time: one is an interval, so parts of a token are never rounded. That is
   * the word of GCRA to the bit. Over any time t it lets burst + permits * t / per through.
   */

  TokenBucket(Limit limit, NanoClock clock, int keysMax) {
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
      var tokens = pace.burst() - Math.max(before - at, 0);
      if (tokens < cost) {
        return pace.deny(verdict, permits, now, elapsed, pace.burst() - tokens);
      }
      var missing = pace.burst() - tokens + cost;
      if (word.compareAndSet(before, at + missing)) {
        return pace.admit(verdict, permits, now, elapsed, missing);
      }
    }
  }
}
