package dev.whiteboard.cdn.caching;

import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a representation a part has (RFC 9110, 14.4).
 *
 * @param first the first byte's place
 * @param last the last byte's place, which is in it
 * @param total bytes of the whole
 */
record ContentRange(long first, long last, long total) {
  private static final String UNIT = "bytes ";
  private static final int DIGITS_MAX = 18;

  /** Null for what is none, or does not tell how long the whole is. */
  static @Nullable ContentRange parse(@Nullable String text) {
    if (text == null || !text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return null;
    }
    var dash = text.indexOf('-');
    var slash = text.indexOf('/');
    if (dash < 0 || slash < dash) {
      return null;
    }
    var first = number(text.substring(UNIT.length(), dash).strip());
    var last = number(text.substring(dash + 1, slash).strip());
    var total = number(text.substring(slash + 1).strip());
    return first < 0 || last < first || total <= last ? null : new ContentRange(first, last, total);
  }

  /** -1 for what is no whole number that can be counted with. */
  static long number(String digits) {
    if (digits.isEmpty() || digits.length() > DIGITS_MAX) {
      return -1;
    }
    long number = 0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** How many bytes it says there are. */
  long bytes() {
    return last - first + 1;
  }

  /** Whether it is all of it. */
  boolean isWhole() {
    return bytes() == total;
  }

  /** Whether the last byte of all is in it. */
  boolean reachesEnd() {
    return last == total - 1;
  }

  @Override
  public String toString() {
    return UNIT + first + "-" + last + "/" + total;
  }
}
