package dev.whiteboard.kit.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for Ctrl-C or SIGTERM, and makes the orderly end of a process exit 0.
 *
 * <p>A JVM that a signal ends exits with 128 + the signal's number, however well it cleaned up. So
 * the clean-up runs inside the shutdown hook, and the hook ends the JVM itself.
 */
public final class ShutdownSignal {
  /** Out of the 10 s from the signal to the exit. What is not closed by then never will be. */
  private static final Duration CLEAN_UP_MAX = Duration.ofSeconds(9);

  private static final int EXIT_FAILURE = 1;

  private static final Logger log = LoggerFactory.getLogger(ShutdownSignal.class);

  private volatile int status;

  private ShutdownSignal() {}

  /**
   * Runs {@code cleanUp} when the process is told to stop, then exits 0; or 1, where that takes too
   * long.
   */
  public static ShutdownSignal onSignal(Runnable cleanUp) {
    var signal = new ShutdownSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.shutDown(cleanUp), "shutdown"));
    return signal;
  }

  /** Blocks until the signal; the process ends before this returns. */
  public void await() {
    while (true) {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Ends the process of its own accord, after the same clean-up. */
  public void exit(int withStatus) {
    status = withStatus;
    System.exit(withStatus);
  }

  private void shutDown(Runnable cleanUp) {
    Runtime.getRuntime().halt(endsInTime(cleanUp) ? status : EXIT_FAILURE);
  }

  private static boolean endsInTime(Runnable cleanUp) {
    var cleaning = Thread.ofPlatform().daemon().name("clean-up").start(cleanUp);
    try {
      if (cleaning.join(CLEAN_UP_MAX)) {
        return true;
      }
      log.error("not all could be closed in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
