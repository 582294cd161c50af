package dev.whiteboard.kit.run;

import java.time.Duration;

/** The end of a thread that was told to come to one. */
public final class Ending {
  private Ending() {}

  /**
   * Waits until the thread has ended; interrupts one that takes longer, or that nobody can wait
   * for.
   */
  public static void await(Thread thread, Duration max) {
    try {
      if (!thread.join(max)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
