package dev.whiteboard.kit.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened, closed in the opposite order; one that fails does not keep the rest open.
 *
 * <p>A start that fails halfway closes it too, and nothing is left behind.
 */
public final class Closers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closers.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Takes what is to be closed, and hands it back. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Closes all, the latest first. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      var resource = opened.pop();
      try {
        resource.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception | LinkageError e) {
        log.atWarn().setCause(e).log("could not close {}", resource.getClass().getSimpleName());
      }
    }
  }
}
