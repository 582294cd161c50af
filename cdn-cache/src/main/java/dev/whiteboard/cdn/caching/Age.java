package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;

/** {@code Age}: how old a response was when it came (RFC 9111, 5.1 and 4.2.3). */
final class Age {
  private Age() {}

  /** In seconds; 0 where there is none that is a number. Of a list the first counts. */
  static long seconds(Fields fields) {
    var value = fields.first("age");
    if (value == null) {
      return 0;
    }
    var comma = value.indexOf(',');
    return Math.max(0, digits(comma < 0 ? value : value.substring(0, comma).strip()));
  }

  /** A whole number, at most {@link CacheControl#SECONDS_MAX}; -1 for what is none. */
  static long digits(String text) {
    long number = 0;
    for (var i = 0; i < text.length(); i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = Math.min(10 * number + digit, CacheControl.SECONDS_MAX);
    }
    return text.isEmpty() ? -1 : number;
  }
}
