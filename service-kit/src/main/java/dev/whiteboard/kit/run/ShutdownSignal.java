package dev.whiteboard.kit.run;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C or SIGTERM, and makes the orderly end of a process exit 0.
 *
 * <p>A JVM that a signal ends exits with 128 + the signal's number, however well it cleaned up. So
 * the clean-up runs inside the shutdown hook, and the hook ends the JVM itself.
 */
public final class ShutdownSignal {
  private final CountDownLatch waiting = new CountDownLatch(1);

  private ShutdownSignal() {}

  /**
   * Runs {@code cleanUp} when the process is told to stop, then exits 0. Exits that the process
   * itself asks for are left alone.
   */
  public static ShutdownSignal onSignal(Runnable cleanUp) {
    var signal = new ShutdownSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.shutDown(cleanUp), "shutdown"));
    return signal;
  }

  /** Blocks until the signal; the process ends before this returns. */
  public void await() {
    waiting.countDown();
    while (true) {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void shutDown(Runnable cleanUp) {
    cleanUp.run();
    if (waiting.getCount() == 0) {
      Runtime.getRuntime().halt(0);
    }
  }
}
