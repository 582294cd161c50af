package dev.whiteboard.ratelimit.local;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Rings while time is made to pass, in order. */
final class HandTimer implements Timer {
  private final HandClock clock;
  private final PriorityQueue<Ring> rings =
      new PriorityQueue<>(Comparator.comparingLong(Ring::atNanos).thenComparingLong(Ring::number));
  private long number;

  HandTimer(HandClock clock) {
    this.clock = clock;
  }

  private record Ring(long atNanos, long number, Runnable run) {}

  @Override
  public Ticket after(long nanos, Runnable run) {
    var ring = new Ring(clock.nanos() + nanos, number++, run);
    rings.add(ring);
    return () -> rings.remove(ring);
  }

  /** How many are to ring. */
  int size() {
    return rings.size();
  }

  void pass(Duration time) {
    var end = clock.nanos() + time.toNanos();
    while (!rings.isEmpty() && rings.element().atNanos() <= end) {
      var ring = rings.remove();
      clock.set(ring.atNanos());
      ring.run().run();
    }
    clock.set(end);
  }
}
