package dev.whiteboard.kit.http;

/**
 * Where a server listens, and on how many event loops.
 *
 * @param host the address to bind
 * @param port the port; 0 for a free one
 * @param eventLoops how many event loops accept connections, each with handlers of its own
 */
public record WebServerOptions(String host, int port, int eventLoops) {
  /** Refuses a server that nobody would run. */
  public WebServerOptions {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops must be positive, but is " + eventLoops);
    }
  }
}
