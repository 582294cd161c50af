package dev.whiteboard.chat.receipt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of receipts. */
public final class ReceiptMeters {
  private final Counter moved;
  private final Counter lost;

  /** Registers them. */
  public ReceiptMeters(MeterRegistry registry) {
    this.moved =
        Counter.builder("chat_marks_moved")
            .description("Marks of members that were written and had moved")
            .register(registry);
    this.lost =
        Counter.builder("chat_marks_lost")
            .description("Marks that found no room to wait, or could not be written")
            .register(registry);
  }

  void moved(int count) {
    moved.increment(count);
  }

  void lost(int count) {
    lost.increment(count);
  }
}
