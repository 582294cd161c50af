package dev.whiteboard.kit.run;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, SIGTERM or SIGHUP, at any moment; ends the process with 0 when all is closed.
 *
 * <p>The JVM answers a signal by running its shutdown hooks beside everything else, and a start
 * under way would go on opening what the hook just closed. So the start asks between its steps
 * whether it was told to stop, and the hook waits for it to come to rest before it closes all. A
 * step takes a few seconds. Where one takes too long, all is closed under it.
 */
public final class StopSignal {
  /** From the signal to the exit; whoever sends SIGTERM waits 10 s before SIGKILL. */
  private static final Duration STOP_MAX = Duration.ofSeconds(9);

  /** How long a step of the start may go on meanwhile; then what is open is closed under it. */
  private static final Duration REST_MAX = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  private final CompletableFuture<Void> rest = new CompletableFuture<>();
  private volatile boolean came;
  private volatile boolean failed;

  private StopSignal() {}

  /**
   * Runs {@code cleanUp} once the signal came and the start is at rest. An exit after {@link
   * #startFailed} keeps its own status, and cleans up by itself.
   */
  public static StopSignal onSignal(Runnable cleanUp) {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(cleanUp), "stop"));
    return signal;
  }

  /** Whether it came. */
  public boolean came() {
    return came;
  }

  /**
   * Asked between two steps of the start.
   *
   * @throws CancellationException once the signal came
   */
  public void check() {
    if (came) {
      throw new CancellationException("told to stop");
    }
  }

  /** Tells that the start is at rest, done or cancelled, and waits for the process to end. */
  public void await() {
    rest.complete(null);
    new CompletableFuture<Void>().join();
  }

  /** Tells that the start was given up, and what it opened is closed. */
  public void startFailed() {
    failed = true;
    rest.complete(null);
  }

  private void stop(Runnable cleanUp) {
    if (failed) {
      return;
    }
    came = true;
    var closing = Thread.ofPlatform().daemon().name("closing").start(() -> close(cleanUp));
    try {
      var inTime = closing.join(STOP_MAX);
      if (!inTime) {
        log.error("not all could be closed in time");
      }
      Runtime.getRuntime().halt(inTime ? 0 : 1);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private void close(Runnable cleanUp) {
    rest.completeOnTimeout(null, REST_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
    cleanUp.run();
  }
}
