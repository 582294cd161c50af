package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.protect.InUse;
import dev.whiteboard.kit.http.SlowSender;
import java.time.Duration;

/**
 * What clients of one listener may take.
 *
 * @param connectionsMax connections, from the moment they are accepted; more are closed at once
 * @param connectionsPerClientMax of them from one address
 * @param requestLineBytesMax of HTTP/1.1
 * @param headBytesMax all fields of a request
 * @param streamsMax requests at once on one connection, in HTTP/2 and 3
 * @param head the longest that the head of a request may take: the first from the moment the
 *     connection is accepted, each later one from its first byte
 * @param body how long a body may come too slowly
 * @param idle a connection that says nothing for so long is closed
 */
public record ListenerBounds(
    int connectionsMax,
    int connectionsPerClientMax,
    int requestLineBytesMax,
    int headBytesMax,
    int streamsMax,
    Duration head,
    Duration body,
    Duration idle) {
  /** Of these, how slow a client may be. */
  SlowSender.Bounds sending() {
    return new SlowSender.Bounds(head, body);
  }

  /** Counts connections within these bounds. */
  InUse connections() {
    return new InUse(connectionsPerClientMax, connectionsMax);
  }

  /** For an edge. */
  public static final ListenerBounds DEFAULT =
      new ListenerBounds(
          20_000,
          5_000,
          8_192,
          16_384,
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));
}
