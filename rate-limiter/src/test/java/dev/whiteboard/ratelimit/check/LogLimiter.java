package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fixed windows and sliding logs by the book: the moment of each permit, counted anew each time.
 */
final class LogLimiter implements RateLimiter {
  private final Limit limit;
  private final NanoClock clock;
  private final Map<String, List<Long>> logs = new HashMap<>();

  LogLimiter(Limit limit, NanoClock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public Limit limit() {
    return limit;
  }

  @Override
  public synchronized boolean tryAcquire(String key, long permits, Verdict verdict) {
    if (peek(key, permits, verdict)) {
      for (var i = 0; i < permits; i++) {
        log(key).add(verdict.takenAt());
      }
    }
    return verdict.admitted();
  }

  @Override
  public synchronized boolean peek(String key, long permits, Verdict verdict) {
    if (permits < 1 || permits > limit.burst()) {
      throw new IllegalArgumentException("permits: " + permits);
    }
    var now = clock.nanos();
    var used = used(key, now);
    var free = limit.permits() - used.size();
    if (permits <= free) {
      verdict.admit(permits, now, 0);
    } else {
      verdict.deny(permits, now, over(used.get((int) (permits - free) - 1)) - now);
    }
    var still = verdict.admitted() ? free - permits : free;
    var more = used.isEmpty() ? 0 : over(used.getFirst()) - now;
    verdict.left(limit.permits(), still, more, over(now) - now);
    return verdict.admitted();
  }

  @Override
  public synchronized void refund(String key, Verdict taken) {
    for (var i = 0; i < taken.permits(); i++) {
      log(key).remove((Object) taken.takenAt());
    }
  }

  @Override
  public synchronized void forget(String key) {
    logs.remove(key);
  }

  @Override
  public synchronized int keys() {
    return logs.size();
  }

  /** How many permits of a key are taken at the moment. */
  synchronized int taken(String key) {
    return used(key, clock.nanos()).size();
  }

  private List<Long> used(String key, long now) {
    return log(key).stream().filter(at -> now < over(at)).toList();
  }

  private List<Long> log(String key) {
    return logs.computeIfAbsent(key, _ -> new ArrayList<>());
  }

  private long over(long at) {
    var per = limit.per().toNanos();
    return limit.algorithm() == Algorithm.FIXED_WINDOW
        ? (Math.floorDiv(at, per) + 1) * per
        : at + per;
  }
}
