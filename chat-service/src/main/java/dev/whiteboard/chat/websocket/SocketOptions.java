package dev.whiteboard.chat.websocket;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client may do to a server's sockets.
 *
 * @param messageBytesMax a longer message closes 1009; compressed ones are counted inflated
 * @param frameBytesMax a longer frame closes 1009, as soon as its length is read
 * @param queuedBytesMax how much may wait for a slow peer before {@link Socket#send} takes no more;
 *     from half of it on the socket says that it is not writable, until a quarter is left
 * @param closeDeadline how long a peer may take to end its side once a close was sent
 * @param origins pages that may connect, as {@code https://chat.example}; besides, a page of the
 *     same host always may
 * @param subprotocols those that are spoken, the first that a client offers is chosen; empty for
 *     none, and then clients may offer what they like
 * @param compression whether permessage-deflate is agreed to
 */
public record SocketOptions(
    int messageBytesMax,
    int frameBytesMax,
    int queuedBytesMax,
    Duration closeDeadline,
    Set<String> origins,
    List<String> subprotocols,
    boolean compression) {
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int QUEUED_BYTES = 256 * 1024;
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);
  private static final IntRange MESSAGE_RANGE = new IntRange(1_024, 16 * 1024 * 1024);
  private static final IntRange QUEUED_RANGE = new IntRange(16 * 1024, 64 * 1024 * 1024);

  /** For pages of the same host, no subprotocol and no compression. */
  public static final SocketOptions DEFAULT =
      new SocketOptions(
          MESSAGE_BYTES, MESSAGE_BYTES, QUEUED_BYTES, CLOSE_DEADLINE, Set.of(), List.of(), false);

  /** Copies the collections; origins are compared in lower case. */
  public SocketOptions {
    if (messageBytesMax < 1 || frameBytesMax < 1 || queuedBytesMax < 1) {
      throw new IllegalArgumentException(
          "bounds must be positive, but are %d, %d and %d"
              .formatted(messageBytesMax, frameBytesMax, queuedBytesMax));
    }
    origins =
        origins.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    subprotocols = List.copyOf(subprotocols);
  }

  /**
   * Reads what can be set.
   *
   * @param subprotocols those that are spoken
   */
  public static SocketOptions read(Settings settings, List<String> subprotocols) {
    var messageBytes =
        settings.integer(
            "CHAT_MESSAGE_BYTES_MAX",
            MESSAGE_BYTES,
            MESSAGE_RANGE,
            "bytes of a WebSocket message at most");
    return new SocketOptions(
        messageBytes,
        messageBytes,
        settings.integer(
            "CHAT_QUEUED_BYTES_MAX",
            QUEUED_BYTES,
            QUEUED_RANGE,
            "bytes that may wait for a slow client"),
        settings.duration(
            "CHAT_CLOSE_DEADLINE", CLOSE_DEADLINE, "how long a client may take to close"),
        Set.copyOf(settings.list("CHAT_ORIGINS", "other sites whose pages may connect")),
        subprotocols,
        compression(settings));
  }

  private static boolean compression(Settings settings) {
    return settings.parsed(
        "CHAT_COMPRESSION",
        "false",
        "whether clients may ask for compression",
        SocketOptions::yesOrNo,
        "true or false");
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }
}
