package dev.whiteboard.chat.http;

import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param from its first byte
 * @param length how many
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** What a request asks for. */
  sealed interface Asked {
    /** All of it: also where the header is malformed, or asks for more than one part. */
    record All() implements Asked {}

    /** A part of it. */
    record Part(ByteRange range) implements Asked {}

    /** A part that it does not have. */
    record Unsatisfiable() implements Asked {}
  }

  /**
   * Reads a {@code Range} (RFC 9110, section 14.1.2).
   *
   * @param size of the file, in bytes
   */
  static Asked parse(String header, long size) {
    var match = ONE.matcher(header.strip());
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return new Asked.All();
    }
    return match.group(1).isEmpty()
        ? last(Long.parseLong(match.group(2)), size)
        : between(Long.parseLong(match.group(1)), match.group(2), size);
  }

  private static Asked last(long count, long size) {
    var length = Math.min(count, size);
    return length == 0
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(size - length, length));
  }

  private static Asked between(long from, String last, long size) {
    var to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return new Asked.All(); // which is no range at all
    }
    return from >= size
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(from, to - from + 1));
  }

  /** The {@code Content-Range} of this part. */
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
