package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** How many at the same time. */
final class Concurrency extends Keyed<Holds> {
  /*
   * A permit is held until it is given back, and for the period at most: one whose holder is
   * gone comes back by itself. 3 at the same time, each for a minute at most:
   *
   *   now    asked         held before      said
   *   0 s    2             -                admitted, 1 left
   *   5 s    1             2                admitted, 0 left
   *   7 s    1             3                denied: in 53 s the first two are taken back
   *   9 s    refund of 2   3                2 left
   *   9 s    1             1                admitted, 1 left
   *   90 s   refund of 1   0                nothing: it was taken back at 65 s
   *
   * A semaphore that only counts can't do that: it doesn't know whose permit is late, and a refund
   * that comes twice or too late is another's permit. So each hold has a name, the moment at which
   * it was taken, and a refund lets go of that one, if it is still held.
   *
   * A short lock for each key, as holds are a list. 12 bytes a hold.
   */

  private final long permitsMax;
  private final long perNanos;

  Concurrency(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
    this.permitsMax = limit.permits();
    this.perNanos = limit.per().toNanos();
  }

  @Override
  public boolean tryAcquire(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var now = clock.nanos();
    var holds = cell(key);
    while (true) {
      synchronized (holds) {
        if (!holds.isRetired()) {
          return take(holds, permits, now, verdict);
        }
      }
      holds = again(key, holds, now);
    }
  }

  private boolean take(Holds holds, long permits, long now, Verdict verdict) {
    if (foretell(holds, permits, now, verdict)) {
      verdict.admit(permits, holds.add(now, (int) permits), 0);
    }
    return left(holds, now, verdict);
  }

  @Override
  public boolean peek(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var now = clock.nanos();
    var holds = known(key);
    var seen = holds != null ? holds : fresh(now);
    synchronized (seen) {
      foretell(seen, permits, now, verdict);
      return left(seen, now, verdict);
    }
  }

  private boolean foretell(Holds holds, long permits, long now, Verdict verdict) {
    holds.dropAged(now, perNanos);
    var over = holds.held() + permits - permitsMax;
    if (over > 0) {
      verdict.deny(permits, now, untilOver(holds.oldestWith(over), now));
    } else {
      verdict.admit(permits, now, 0);
    }
    return verdict.admitted();
  }

  private boolean left(Holds holds, long now, Verdict verdict) {
    var held = holds.held();
    var more = held == 0 ? 0 : untilOver(holds.oldest(), now);
    var reset = held == 0 ? 0 : untilOver(holds.newest(), now);
    verdict.left(permitsMax, permitsMax - held, more, reset);
    return verdict.admitted();
  }

  private long untilOver(long moment, long now) {
    return moment - now + perNanos;
  }

  @Override
  public void refund(String key, Verdict taken) {
    var holds = known(key);
    if (holds == null || !taken.admitted() || taken.permits() == 0) {
      return;
    }
    var now = clock.nanos();
    synchronized (holds) {
      holds.dropAged(now, perNanos);
      holds.remove(taken.takenAt());
    }
    taken.admit(0, taken.takenAt(), 0);
  }

  @Override
  Holds fresh(long now) {
    return new Holds();
  }

  @Override
  Holds renewed(Holds holds, long now) {
    return fresh(now);
  }

  @Override
  long use(Holds holds, long now) {
    synchronized (holds) {
      holds.dropAged(now, perNanos);
      return holds.held();
    }
  }

  @Override
  boolean retire(Holds holds, long now, boolean mayBeBusy) {
    synchronized (holds) {
      if (!mayBeBusy && use(holds, now) > 0) {
        return false;
      }
      holds.retire();
      return true;
    }
  }
}
