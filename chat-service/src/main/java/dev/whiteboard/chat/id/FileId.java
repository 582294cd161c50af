package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A file that was uploaded.
 *
 * @param value as it is kept
 */
public record FileId(UUID value) {
  /** Reads one; empty where it is no UUID in its canonical form. */
  public static Optional<FileId> parse(String text) {
    return Ids.parse(text).map(FileId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
