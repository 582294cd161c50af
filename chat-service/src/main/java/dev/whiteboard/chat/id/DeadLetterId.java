package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A push that was given up.
 *
 * @param value as it is kept
 */
public record DeadLetterId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<DeadLetterId> parse(String text) {
    return Ids.parse(text).map(DeadLetterId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
