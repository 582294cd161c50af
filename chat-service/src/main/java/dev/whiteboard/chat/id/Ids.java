package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/** Reads ids strictly: each has one spelling, so that two texts that differ are two ids. */
final class Ids {
  private static final int CHARS = 36;

  private Ids() {}

  /** Reads 8-4-4-4-12 hexadecimal digits in lower case (RFC 9562, section 4); empty otherwise. */
  static Optional<UUID> parse(String text) {
    if (text.length() != CHARS) {
      return Optional.empty();
    }
    for (var i = 0; i < CHARS; i++) {
      if (!fits(i, text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(UUID.fromString(text));
  }

  private static boolean fits(int at, char c) {
    return switch (at) {
      case 8, 13, 18, 23 -> c == '-';
      default -> ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
    };
  }
}
