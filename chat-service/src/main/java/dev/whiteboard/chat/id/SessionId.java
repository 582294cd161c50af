package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A sign-in of a device, which can be revoked.
 *
 * @param value as it is kept
 */
public record SessionId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<SessionId> parse(String text) {
    return Ids.parse(text).map(SessionId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
