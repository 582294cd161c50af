package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A chat, direct or of a group.
 *
 * @param value as it is kept
 */
public record ChatId(UUID value) implements Comparable<ChatId> {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<ChatId> parse(String text) {
    return Ids.parse(text).map(ChatId::new);
  }

  @Override
  public int compareTo(ChatId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
