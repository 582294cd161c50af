package dev.whiteboard.chat.websocket;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads headers whose values are lists, over several lines or in one (RFC 9110, section 5.3). */
final class HeaderLists {
  private HeaderLists() {}

  /** The values, in their order, without those that are empty. */
  static Stream<String> values(MultiMap headers, CharSequence name) {
    return headers.getAll(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** Whether one of the values is the token, in whatever case. */
  static boolean contains(MultiMap headers, CharSequence name, String token) {
    return values(headers, name).anyMatch(token::equalsIgnoreCase);
  }

  /** The value of a header that must come once; null where it comes never, or more often. */
  static @Nullable String only(MultiMap headers, CharSequence name) {
    var lines = headers.getAll(name);
    return lines.size() == 1 ? lines.getFirst() : null;
  }
}
