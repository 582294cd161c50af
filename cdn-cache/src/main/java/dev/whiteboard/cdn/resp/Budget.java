package dev.whiteboard.cdn.resp;

import java.util.concurrent.atomic.AtomicLong;

/** What all clients together may hold of something. */
final class Budget {
  private final long max;
  private final AtomicLong taken = new AtomicLong();

  Budget(long max) {
    this.max = max;
  }

  /** Takes more, or gives back what is below zero; whether all is within the bound. */
  boolean add(long amount) {
    return taken.addAndGet(amount) <= max;
  }

  long taken() {
    return taken.get();
  }
}
