package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.Verdict;

/** The moment of each permit: exact, and as large as the limit. */
final class SlidingLog extends Keyed<Moments> {
  /*
   * A permit counts for one period from the moment it was taken. 3 a minute:
   *
   *   now    asked   log before         said
   *   0:50   2       -                  admitted, 1 left
   *   1:10   1       0:50 0:50          admitted, 0 left
   *   1:20   2       0:50 0:50 1:10     denied: two are over at 1:50, in 30 s
   *   1:50   2       1:10               admitted, 0 left; the log is 1:10 1:50 1:50
   *
   * In no period, wherever it begins, is there one more than the limit; the others are measured by
   * this one. It costs 8 bytes a permit (in a ring that grows, 4 at first), so the limit has a bound
   * of its own.
   *
   * A short lock for each key: a ring and its ends can't be changed in one compare-and-set, and copying them
   * for each decision would cost what the lock saves. The clock is read outside the lock, so a moment
   * may come late; it is entered as the newest there is.
   */

  private final int permitsMax;
  private final long perNanos;

  SlidingLog(Limit limit, NanoClock clock, int keysMax) {
    super(limit, clock, keysMax);
    this.permitsMax = (int) limit.permits();
    this.perNanos = limit.per().toNanos();
  }

  @Override
  public boolean tryAcquire(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var now = clock.nanos();
    var log = cell(key);
    while (true) {
      synchronized (log) {
        if (!log.isRetired()) {
          return take(log, permits, now, verdict);
        }
      }
      log = again(key, log, now);
    }
  }

  private boolean take(Moments log, long permits, long read, Verdict verdict) {
    var now = latest(log, read);
    if (foretell(log, permits, now, verdict)) {
      log.add(now, (int) permits);
    }
    return left(log, now, verdict);
  }

  @Override
  public boolean peek(String key, long permits, Verdict verdict) {
    requirePermits(permits);
    var read = clock.nanos();
    var log = known(key);
    var seen = log != null ? log : fresh(read);
    synchronized (seen) {
      var now = latest(seen, read);
      foretell(seen, permits, now, verdict);
      return left(seen, now, verdict);
    }
  }

  private boolean foretell(Moments log, long permits, long now, Verdict verdict) {
    log.dropAged(now, perNanos);
    var over = log.size() + permits - permitsMax;
    if (over > 0) {
      verdict.deny(permits, now, untilOver(log.at((int) over - 1), now));
    } else {
      verdict.admit(permits, now, 0);
    }
    return verdict.admitted();
  }

  private boolean left(Moments log, long now, Verdict verdict) {
    var used = log.size();
    var more = used == 0 ? 0 : untilOver(log.at(0), now);
    var reset = used == 0 ? 0 : untilOver(log.newest(), now);
    verdict.left(permitsMax, permitsMax - used, more, reset);
    return verdict.admitted();
  }

  private long untilOver(long moment, long now) {
    return moment - now + perNanos;
  }

  private static long latest(Moments log, long now) {
    return log.size() > 0 && log.newest() - now > 0 ? log.newest() : now;
  }

  @Override
  public void refund(String key, Verdict taken) {
    var log = known(key);
    if (log == null || !taken.admitted()) {
      return;
    }
    synchronized (log) {
      log.remove(taken.takenAt(), taken.permits());
    }
    taken.admit(0, taken.takenAt(), 0);
  }

  @Override
  Moments fresh(long now) {
    return new Moments(permitsMax);
  }

  @Override
  Moments renewed(Moments log, long now) {
    return fresh(now);
  }

  @Override
  long use(Moments log, long now) {
    synchronized (log) {
      log.dropAged(now, perNanos);
      return log.size();
    }
  }

  @Override
  boolean retire(Moments log, long now, boolean mayBeBusy) {
    synchronized (log) {
      if (!mayBeBusy && use(log, now) > 0) {
        return false;
      }
      log.retire();
      return true;
    }
  }
}
