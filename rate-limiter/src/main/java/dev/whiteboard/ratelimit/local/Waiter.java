package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Verdict;
import java.util.concurrent.CompletableFuture;

/** One who waits. All but the answer is read and written within the lock of its key's line. */
final class Waiter {
  private final String key;
  private final long permits;
  private final long deadlineNanos;
  private final Verdict verdict = new Verdict();
  private final CompletableFuture<Verdict> answer = new CompletableFuture<>();
  private Timer.Ticket ticket = () -> {};
  private boolean counted;
  private boolean settled;

  Waiter(String key, long permits, long deadlineNanos) {
    this.key = key;
    this.permits = permits;
    this.deadlineNanos = deadlineNanos;
  }

  String key() {
    return key;
  }

  long permits() {
    return permits;
  }

  /** By the clock, when the wait is over. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** What the limiter said last. */
  Verdict verdict() {
    return verdict;
  }

  CompletableFuture<Verdict> answer() {
    return answer;
  }

  /** Rings at the deadline, or at its turn in a queue; not any more for what it rang before. */
  void rings(Timer.Ticket next) {
    ticket.cancel();
    ticket = next;
  }

  /** Whether it has a place among those who may wait. */
  boolean isCounted() {
    return counted;
  }

  void counted(boolean isCounted) {
    counted = isCounted;
  }

  /** Whether it is known how it went. */
  boolean isSettled() {
    return settled;
  }

  void settle() {
    settled = true;
    ticket.cancel();
  }
}
