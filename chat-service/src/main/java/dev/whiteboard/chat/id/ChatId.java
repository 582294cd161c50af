package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A chat, direct or of a group.
 *
 * @param value as it is kept
 */
public record ChatId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<ChatId> parse(String text) {
    return Ids.parse(text).map(ChatId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
