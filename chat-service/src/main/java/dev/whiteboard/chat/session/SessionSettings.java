package dev.whiteboard.chat.session;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;

/**
 * What a connection may cost.
 *
 * @param helloDeadline a client that has not said who it is by then is closed
 * @param heartbeat how often a client is to be heard
 * @param windowMax messages a client may leave unacknowledged before it is told of gaps instead
 * @param slowMax a client that takes nothing for so long is closed
 * @param connectionsMax connections of one user on an event loop
 * @param welcomesMax clients that a node welcomes at once; others are told when to come back
 * @param drainSpread over how long clients are told to come back when the node stops
 */
public record SessionSettings(
    Duration helloDeadline,
    Duration heartbeat,
    int windowMax,
    Duration slowMax,
    int connectionsMax,
    int welcomesMax,
    Duration drainSpread) {
  private static final IntRange WINDOW = new IntRange(1, 10_000);
  private static final IntRange CONNECTIONS = new IntRange(1, 1_000);
  private static final IntRange WELCOMES = new IntRange(1, 512);

  /** What it is where nobody says otherwise. */
  public static final SessionSettings DEFAULT =
      new SessionSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          256,
          Duration.ofSeconds(15),
          20,
          128,
          Duration.ofSeconds(5));

  /** Reads what can be set. */
  public static SessionSettings read(Settings settings) {
    return new SessionSettings(
        settings.duration(
            "CHAT_HELLO_DEADLINE", DEFAULT.helloDeadline, "how long a client may take to say who"),
        settings.duration("CHAT_HEARTBEAT", DEFAULT.heartbeat, "how often clients are to be heard"),
        settings.integer(
            "CHAT_WINDOW",
            DEFAULT.windowMax,
            WINDOW,
            "messages that a client may leave unacknowledged"),
        settings.duration(
            "CHAT_SLOW_MAX", DEFAULT.slowMax, "how long a client may take nothing of what waits"),
        settings.integer(
            "CHAT_USER_CONNECTIONS",
            DEFAULT.connectionsMax,
            CONNECTIONS,
            "connections of one user on each event loop"),
        settings.integer(
            "CHAT_WELCOMES",
            DEFAULT.welcomesMax,
            WELCOMES,
            "clients that a node welcomes at once; others are told when to come back"),
        settings.duration(
            "CHAT_DRAIN_SPREAD",
            DEFAULT.drainSpread,
            "over how long clients come back when a node stops"));
  }
}
