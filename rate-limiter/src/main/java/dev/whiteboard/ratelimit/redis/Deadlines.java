package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.NanoClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls that wait for too long. All wait equally long, so they are due in the order in which
 * they began: one queue and one timer for all of them, and none while nobody waits.
 */
final class Deadlines {
  /*
   * A timer a call costs more than the call: at 20,000 calls a second it is 20,000 entries in a
   * heap, nearly all of which are cancelled. Here a call is one node of a queue, and the timer
   * comes by four times a deadline. So a call ends within 1.25 deadlines.
   *
   * Where the timer itself comes late, by a quarter of a deadline or more, this process stood still
   * or is short of CPU, and answers may be there that nobody has read yet. Then calls are left until
   * the timer's next turn, once: a pause of ours is not the server's fault.
   */

  private static final int TURNS = 4;

  private final NanoClock clock;
  private final ScheduledExecutorService timer;
  private final long deadlineNanos;
  private final long turnNanos;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean set = new AtomicBoolean();
  private volatile long turnAtNanos;
  private boolean excused;

  Deadlines(Duration deadline, NanoClock clock, ScheduledExecutorService timer) {
    this.clock = clock;
    this.timer = timer;
    this.deadlineNanos = deadline.toNanos();
    this.turnNanos = Math.max(1, deadlineNanos / TURNS);
  }

  /** When a call that begins now is to end. */
  long next() {
    return clock.nanos() + deadlineNanos;
  }

  /** Ends it when its time is over. */
  void watch(Call call) {
    calls.add(call);
    setTimer();
  }

  private void setTimer() {
    if (!set.get() && set.compareAndSet(false, true)) {
      turnAtNanos = clock.nanos() + turnNanos;
      try {
        var _ = timer.schedule(this::turn, turnNanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException _) { // as when all is closed this moment
        endAll();
      }
    }
  }

  /** Ends all calls now. */
  void endAll() {
    for (var call = calls.poll(); call != null; call = calls.poll()) {
      call.tooLate();
    }
    set.set(false);
  }

  /** One at a time, as the next is set at its end. */
  private void turn() {
    var now = clock.nanos();
    excused = !excused && now - turnAtNanos >= turnNanos;
    if (!excused) {
      endUpTo(now);
    }
    set.set(false);
    if (!calls.isEmpty()) {
      setTimer();
    }
  }

  private void endUpTo(long now) {
    for (var call = calls.peek(); call != null; call = calls.peek()) {
      if (!call.isDone() && call.endsAtNanos() - now > 0) {
        return;
      }
      var _ = calls.poll();
      call.tooLate();
    }
  }
}
