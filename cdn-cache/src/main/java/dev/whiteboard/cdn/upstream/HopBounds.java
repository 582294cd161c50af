package dev.whiteboard.cdn.upstream;

import java.time.Duration;

/**
 * What one hop may take.
 *
 * @param connectionsMax connections to one address, from one event loop
 * @param waitingMax requests that wait for one of them; more are refused at once
 * @param connect the longest to wait for a connection
 * @param bodyIdle the longest silence within a body that somebody waits for
 * @param keepAlive a connection that is not used for so long is closed: before the other end does
 * @param headBytesMax the longest head of a response
 */
public record HopBounds(
    int connectionsMax,
    int waitingMax,
    Duration connect,
    Duration bodyIdle,
    Duration keepAlive,
    int headBytesMax) {
  /** For an origin, or another node. */
  public static final HopBounds DEFAULT =
      new HopBounds(
          512, 4_096, Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(4), 65_536);
}
