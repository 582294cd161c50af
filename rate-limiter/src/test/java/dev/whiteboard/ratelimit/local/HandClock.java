package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is set by hand. */
final class HandClock implements NanoClock {
  private final AtomicLong now;
  private int reads;

  HandClock(long start) {
    this.now = new AtomicLong(start);
  }

  @Override
  public long nanos() {
    reads++;
    return now.get();
  }

  /** How often it was read, by one thread. */
  int reads() {
    return reads;
  }

  void set(long nanos) {
    now.set(nanos);
  }

  void pass(long nanos) {
    now.addAndGet(nanos);
  }

  void pass(Duration time) {
    pass(time.toNanos());
  }
}
