package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * One device of a user, from its sign-in on.
 *
 * @param value as it is kept
 */
public record DeviceId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<DeviceId> parse(String text) {
    return Ids.parse(text).map(DeviceId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
