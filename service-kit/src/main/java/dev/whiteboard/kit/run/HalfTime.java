package dev.whiteboard.kit.run;

import java.util.concurrent.locks.LockSupport;

/**
 * Work that rests for as long as it took, so that it never has more than half of what it works on:
 * a chore in small portions, beside which requests go on.
 */
public final class HalfTime {
  private HalfTime() {}

  /** Does it, and rests. Blocks; a thread that is interrupted does not rest. */
  public static void run(Runnable portion) {
    var began = System.nanoTime();
    portion.run();
    var rest = System.nanoTime() - began;
    var restedAt = System.nanoTime() + rest;
    // A permit that some lock left behind ends a park at once.
    while (rest > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(rest);
      rest = restedAt - System.nanoTime();
    }
  }
}
