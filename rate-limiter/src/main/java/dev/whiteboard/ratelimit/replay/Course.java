package dev.whiteboard.ratelimit.replay;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiFunction;

/**
 * One limiter's way through the traffic, event by event.
 *
 * <p>Sampling the level at equal steps would miss what falls between them: a window's end, a permit
 * that comes back and is taken at once. So the clock moves from event to event instead: arrivals,
 * ends of work, and the moments at which the limiter itself says that one permit more is there.
 * Each permit taken comes back once, so that the cost is in proportion to the arrivals.
 */
final class Course {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  /** Limits are for a key; here there is one. */
  private static final String KEY = "replay";

  /** After the last arrival the level is followed for no longer than this. */
  private static final long TAIL_NANOS = Traffic.HORIZON_MS_MAX * NANOS_PER_MS;

  /** Far more than there are arrivals and permits that come back. */
  private static final int LEVELS_MAX = 8 * Traffic.ARRIVALS_MAX;

  private record Held(long untilNanos, Verdict taken) {}

  private final Limit limit;
  private final Traffic traffic;
  private final RateLimiter limiter;
  private final Verdict sight = new Verdict();
  private final Queue<Held> held = new ArrayDeque<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private long now;

  Course(Limit limit, BiFunction<Limit, NanoClock, RateLimiter> limiters, Traffic traffic) {
    this.limit = limit;
    this.traffic = traffic;
    this.limiter = limiters.apply(limit, () -> now);
  }

  Run run() {
    look();
    for (int atMs : traffic.arrivalsMs()) {
      advanceTo(atMs * NANOS_PER_MS);
      decide();
    }
    advanceTo(now + TAIL_NANOS);
    return new Run(limit, decisions, levels, Peak.of(passes(), spanNanos()));
  }

  private void decide() {
    look();
    var verdict = new Verdict();
    var admitted = limiter.tryAcquire(KEY, 1, verdict);
    decisions.add(
        new Decision(
            admitted, verdict.remaining(), verdict.delayNanos(), verdict.retryAfterNanos()));
    if (admitted && limit.algorithm() == Algorithm.CONCURRENCY) {
      held.add(new Held(now + traffic.holdMs() * NANOS_PER_MS, verdict));
    }
    look();
  }

  /** Lets time pass until then, and stops on the way wherever something changes by itself. */
  private void advanceTo(long untilNanos) {
    var next = nextChange();
    while (next <= untilNanos) {
      now = next;
      release();
      look();
      next = nextChange();
    }
    now = untilNanos;
  }

  private long nextChange() {
    var released = held.isEmpty() ? NEVER : held.element().untilNanos;
    return Math.min(released, nextReturn());
  }

  private long nextReturn() {
    var known = sight.moreAfterNanos() > 0 && levels.size() < LEVELS_MAX;
    return known ? now + sight.moreAfterNanos() : NEVER;
  }

  private void release() {
    while (!held.isEmpty() && held.element().untilNanos <= now) {
      limiter.refund(KEY, held.remove().taken);
    }
  }

  private void look() {
    limiter.peek(KEY, 1, sight);
    var level = new Level(now, left());
    if (levels.isEmpty() || !levels.getLast().equals(level)) {
      levels.add(level);
    }
  }

  /** Where permits come back at a rate, the next one is on its way already. */
  private double left() {
    if (!limit.algorithm().takesBurst() || sight.moreAfterNanos() == 0) {
      return sight.remaining();
    }
    var intervalNanos = (double) limit.per().toNanos() / limit.permits();
    return sight.remaining() + Math.max(0, 1 - sight.moreAfterNanos() / intervalNanos);
  }

  /** What is behind the limit sees a request of the queue when its turn comes. */
  private long[] passes() {
    var arrivals = traffic.arrivalsMs();
    var passes = new long[(int) decisions.stream().filter(Decision::admitted).count()];
    var filled = 0;
    for (var i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).admitted()) {
        passes[filled++] = arrivals.get(i) * NANOS_PER_MS + decisions.get(i).delayNanos();
      }
    }
    return passes;
  }

  /** Where those at the same time are limited, two count together that overlap. */
  private long spanNanos() {
    var per = limit.per().toNanos();
    return limit.algorithm() == Algorithm.CONCURRENCY
        ? Math.min(per, traffic.holdMs() * NANOS_PER_MS)
        : per;
  }
}
