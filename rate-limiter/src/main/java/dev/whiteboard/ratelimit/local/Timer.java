package dev.whiteboard.ratelimit.local;

/** Runs something later, on a thread of its own: never within the call itself. */
@FunctionalInterface
public interface Timer {
  /**
   * Has it run once.
   *
   * @param nanos after how long, at least
   * @param run is soon done
   */
  Ticket after(long nanos, Runnable run);

  /** What is to run. */
  @FunctionalInterface
  interface Ticket {
    /** Doesn't let it run any more. Nothing happens where it did. */
    void cancel();
  }
}
