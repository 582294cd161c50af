package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A place where a user wants to be told what he misses.
 *
 * @param value as it is kept
 */
public record SubscriptionId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<SubscriptionId> parse(String text) {
    return Ids.parse(text).map(SubscriptionId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
