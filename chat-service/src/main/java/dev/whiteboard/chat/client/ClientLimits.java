package dev.whiteboard.chat.client;

import java.time.Duration;

/**
 * What a client may take, and how long it waits.
 *
 * @param pendingMax messages that may wait for their place; a further one is refused at once
 * @param chatsMax chats that it follows; what comes of others is not taken
 * @param resendAfter a message that has no answer by then is sent again
 * @param connectMax a connection on which nobody says welcome by then is given up
 * @param backoffFirst the wait before the second attempt to connect, at most; doubles with each
 * @param backoffMax which it never exceeds
 */
public record ClientLimits(
    int pendingMax,
    int chatsMax,
    Duration resendAfter,
    Duration connectMax,
    Duration backoffFirst,
    Duration backoffMax) {
  /** For a device of a person. */
  public static final ClientLimits DEFAULT =
      new ClientLimits(
          1_000,
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          Duration.ofSeconds(10));

  /** Refuses what could never work. */
  public ClientLimits {
    if (pendingMax < 1 || chatsMax < 1) {
      throw new IllegalArgumentException(
          "bounds must be positive, but are %d and %d".formatted(pendingMax, chatsMax));
    }
    if (backoffFirst.toMillis() < 1 || backoffMax.compareTo(backoffFirst) < 0) {
      throw new IllegalArgumentException(
          "the wait must grow from 1 ms or more, but is %s to %s"
              .formatted(backoffFirst, backoffMax));
    }
  }
}
