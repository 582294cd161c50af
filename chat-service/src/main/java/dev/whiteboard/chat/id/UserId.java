package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A user.
 *
 * @param value as it is kept
 */
public record UserId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<UserId> parse(String text) {
    return Ids.parse(text).map(UserId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
