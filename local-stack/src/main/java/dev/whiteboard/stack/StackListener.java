package dev.whiteboard.stack;

import java.time.Duration;

/**
 * Told how a stack comes up. Servers start side by side, so calls for different servers come from
 * different threads, at the same time.
 */
public interface StackListener {
  /** The server is about to be started, or to be looked for. */
  void starting(Server server);

  /**
   * The server answers.
   *
   * @param version as the server itself gives it
   * @param address host and port, and for PostgreSQL the database; never a password
   * @param took from {@link #starting} to here
   */
  void ready(Server server, String version, String address, Duration took);

  /** A listener that does nothing. */
  static StackListener silent() {
    return new StackListener() {
      @Override
      public void starting(Server server) {}

      @Override
      public void ready(Server server, String version, String address, Duration took) {}
    };
  }
}
