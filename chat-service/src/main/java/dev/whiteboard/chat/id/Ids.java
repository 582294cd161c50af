package dev.whiteboard.chat.id;

import java.util.Optional;
import java.util.UUID;

/**
 * Reads ids strictly: each has one spelling, so that two texts that differ are two ids. Compares
 * them as PostgreSQL does.
 */
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

  /** Which comes first: by their bits, the first as high as the others. {@link UUID} differs. */
  static int compare(UUID one, UUID other) {
    var high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high == 0
        ? Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits())
        : high;
  }

  private static boolean fits(int at, char c) {
    return switch (at) {
      case 8, 13, 18, 23 -> c == '-';
      default -> ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
    };
  }
}
