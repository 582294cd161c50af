package dev.whiteboard.ratelimit.local;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** Those who wait for a key, in the order in which they came. */
final class Line {
  /** By identity, so that one in the middle leaves without a search. */
  private final LinkedHashSet<Waiter> waiting = new LinkedHashSet<>();

  private long permits;
  private Timer.Ticket ticket = () -> {};

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** All that those in line ask for. */
  long permits() {
    return permits;
  }

  @Nullable Waiter first() {
    return waiting.isEmpty() ? null : waiting.getFirst();
  }

  boolean isFirst(Waiter waiter) {
    return waiting.getFirst().equals(waiter);
  }

  void add(Waiter waiter) {
    waiting.add(waiter);
    permits += waiter.permits();
  }

  /** Whether it stood in line. */
  boolean remove(Waiter waiter) {
    var stood = waiting.remove(waiter);
    if (stood) {
      permits -= waiter.permits();
    }
    if (waiting.isEmpty()) {
      ticket.cancel();
    }
    return stood;
  }

  /** Rings for the one in front; not any more for who was there before. */
  void rings(Timer.Ticket next) {
    ticket.cancel();
    ticket = next;
  }
}
