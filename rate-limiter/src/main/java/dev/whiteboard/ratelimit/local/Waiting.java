package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Permits for those who would rather wait than be refused, each until a deadline of its own. No
 * thread waits.
 */
public final class Waiting {
  /*
   * Who is refused stands in line, first come first served for each key, and the line has one timer:
   * until the one in front is admitted, which the limiter tells to the nanosecond. When it rings all
   * are admitted that can be, and it is set for the next. Nothing is taken for those who stand in
   * line, so who leaves it, by the deadline or because he cancelled, has taken nothing.
   *
   * Who can't be served in time is refused at once, rather than after he waited in vain: the limiter
   * is asked when all before him and he would fit together, and no line is faster than that. Not
   * so for CONCURRENCY, where a permit comes back whenever its holder likes.
   *
   * A line changes within the map's lock of its key. Who was served is told outside of it, as what
   * he does then may be anything.
   */

  private final RateLimiter limiter;
  private final NanoClock clock;
  private final Timer timer;
  private final int waitersMax;
  private final AtomicInteger waiters = new AtomicInteger();
  private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * On top of a limiter.
   *
   * @param clock the limiter's own
   * @param waitersMax how many wait at the same time, of all keys; more are refused
   */
  public Waiting(RateLimiter limiter, NanoClock clock, Timer timer, int waitersMax) {
    this.limiter = limiter;
    this.clock = clock;
    this.timer = timer;
    this.waitersMax = waitersMax;
  }

  /**
   * Takes permits as soon as they are there and it is its turn.
   *
   * @param deadline how long it may take at most, with the delay of a queue
   * @return an admitted verdict, on this thread or the timer's; or one that is not: at once where
   *     the deadline can't be met or too many wait, else at the deadline. Who cancels it takes
   *     nothing.
   * @throws IllegalArgumentException for more permits than there ever are at once
   */
  public CompletableFuture<Verdict> acquire(String key, long permits, Duration deadline) {
    if (permits < 1 || permits > limiter.limit().burst()) {
      throw new IllegalArgumentException(permits + " permits, of " + limiter.limit().burst());
    }
    var waiter = new Waiter(key, permits, clock.nanos() + deadline.toNanos());
    var _ = waiter.answer().whenComplete((_, failure) -> leaveIf(failure != null, waiter));
    change(key, (line, done) -> enter(line, waiter, done));
    return waiter.answer();
  }

  /** As {@link RateLimiter#refund}; who waits for these permits is served at once. */
  public void refund(String key, Verdict taken) {
    limiter.refund(key, taken);
    change(key, this::serve);
  }

  /** How many wait. */
  public int waiters() {
    return waiters.get();
  }

  /** A step of a line, within its lock; none is a line of nobody. */
  private interface Step {
    void take(Line line, List<Waiter> done);
  }

  private void change(String key, Step step) {
    var done = new ArrayList<Waiter>();
    lines.compute(key, (_, line) -> changed(line, step, done));
    done.forEach(this::tell);
  }

  private static @Nullable Line changed(@Nullable Line line, Step step, List<Waiter> done) {
    var changed = line != null ? line : new Line();
    step.take(changed, done);
    return changed.isEmpty() ? null : changed;
  }

  private void enter(Line line, Waiter waiter, List<Waiter> done) {
    if (line.isEmpty() && take(waiter, done)) {
      return;
    }
    var together = Math.min(line.permits() + waiter.permits(), limiter.limit().burst());
    limiter.peek(waiter.key(), together, waiter.verdict());
    if (isTooLate(waiter) || !count(waiter)) {
      refuse(waiter, done);
      return;
    }
    line.add(waiter);
    waiter.rings(timer.after(leftNanos(waiter), () -> expire(waiter)));
    if (line.isFirst(waiter)) {
      ring(line, waiter);
    }
  }

  /** Whether by what was just said its turn comes after its deadline. */
  private boolean isTooLate(Waiter waiter) {
    var verdict = waiter.verdict();
    var wait = Math.max(verdict.retryAfterNanos(), verdict.delayNanos());
    var comesBackAnyTime = limiter.limit().algorithm() == Algorithm.CONCURRENCY;
    var left = leftNanos(waiter);
    return left <= 0 || (wait > left && !comesBackAnyTime);
  }

  private long leftNanos(Waiter waiter) {
    return waiter.deadlineNanos() - clock.nanos();
  }

  private boolean count(Waiter waiter) {
    if (waiters.incrementAndGet() > waitersMax) {
      waiters.decrementAndGet();
      return false;
    }
    waiter.counted(true);
    return true;
  }

  private void serve(Line line, List<Waiter> done) {
    var first = line.first();
    while (first != null && take(first, done)) {
      line.remove(first);
      first = line.first();
    }
    if (first != null) {
      ring(line, first);
    }
  }

  private void ring(Line line, Waiter first) {
    var wait = Math.max(first.verdict().retryAfterNanos(), 1);
    line.rings(timer.after(wait, () -> change(first.key(), this::serve)));
  }

  /** Takes the permits if they are there; refuses who would get his turn too late. */
  private boolean take(Waiter waiter, List<Waiter> done) {
    var verdict = waiter.verdict();
    if (!limiter.tryAcquire(waiter.key(), waiter.permits(), verdict)) {
      return false;
    }
    if (verdict.delayNanos() == 0) {
      settle(waiter, done);
    } else if (isTooLate(waiter) || !(waiter.isCounted() || count(waiter))) {
      limiter.refund(waiter.key(), verdict);
      refuse(waiter, done);
    } else {
      waiter.rings(timer.after(verdict.delayNanos(), () -> turn(waiter)));
    }
    return true;
  }

  private void refuse(Waiter waiter, List<Waiter> done) {
    var verdict = waiter.verdict();
    var retry = Math.max(verdict.retryAfterNanos(), verdict.delayNanos());
    verdict.deny(waiter.permits(), verdict.takenAt(), retry);
    settle(waiter, done);
  }

  private void settle(Waiter waiter, List<Waiter> done) {
    waiter.settle();
    if (waiter.isCounted()) {
      waiters.decrementAndGet();
      waiter.counted(false);
    }
    done.add(waiter);
  }

  /** Outside of the lock. One who cancelled at the last moment gives back what he took. */
  private void tell(Waiter waiter) {
    var isGone = !waiter.answer().complete(waiter.verdict());
    if (isGone && waiter.verdict().admitted()) {
      refund(waiter.key(), waiter.verdict());
    }
  }

  private void turn(Waiter waiter) {
    change(
        waiter.key(),
        (_, done) -> {
          if (!waiter.isSettled()) {
            settle(waiter, done);
          }
        });
  }

  private void expire(Waiter waiter) {
    change(waiter.key(), (line, done) -> leave(line, waiter, done));
  }

  private void leaveIf(boolean cancelled, Waiter waiter) {
    if (cancelled) {
      expire(waiter);
    }
  }

  /** Out of the line, or of the queue behind it; those behind move up. */
  private void leave(Line line, Waiter waiter, List<Waiter> done) {
    if (waiter.isSettled()) {
      return;
    }
    if (line.remove(waiter)) {
      limiter.peek(waiter.key(), waiter.permits(), waiter.verdict());
    } else {
      limiter.refund(waiter.key(), waiter.verdict());
    }
    refuse(waiter, done);
    serve(line, done);
  }
}
