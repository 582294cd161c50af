package dev.whiteboard.stack;

/**
 * One real server on a folder and a loopback port of its own. A test of what a service does while a
 * server is gone takes one for itself, stops it, and brings it back: same port, same data.
 */
public sealed interface EmbeddedServer extends AutoCloseable
    permits EmbeddedProcess, EmbeddedKafka {
  /** What a service takes as its setting: a URL, or {@code host:port} for Kafka. */
  String url();

  /** Where it is, for a person to read: without a password. */
  String location();

  /** The loopback port, the same after a restart. */
  int port();

  /** As the server itself gives it. */
  String version();

  /** Stops it, with force if need be; what was acknowledged is kept. Nothing if it is stopped. */
  void stop();

  /** Brings it back where it was, stopping it first if it runs. */
  void restart();

  /** Stops it for good and lets go of the folder. Takes 10 s at most. */
  @Override
  void close();
}
