package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A message, named by the device that sends it: the same on each retry, and so what a retry is
 * known by.
 *
 * @param value as it is kept
 */
public record MessageId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<MessageId> parse(String text) {
    return Ids.parse(text).map(MessageId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
