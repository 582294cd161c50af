package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A welcome to an MLS group, waiting for a device.
 *
 * @param value as it is kept
 */
public record WelcomeId(UUID value) implements Comparable<WelcomeId> {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<WelcomeId> parse(String text) {
    return Ids.parse(text).map(WelcomeId::new);
  }

  @Override
  public int compareTo(WelcomeId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
