package dev.whiteboard.ratelimit.rule;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Periods as rules write them: {@code 500ms}, {@code 1m}, or ISO 8601. */
final class Periods {
  /** More digits are out of all bounds. */
  private static final int DIGITS_MAX = 12;

  /** The largest first: the writer takes the first that fits. */
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("m", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
    UNITS.put("ms", ChronoUnit.MILLIS);
  }

  private Periods() {}

  /** Empty where it is none. */
  static Optional<Duration> parse(String text) {
    return text.startsWith("P") ? parseIso(text) : parseShort(text);
  }

  /** So that {@link #parse} reads it back to the nanosecond. */
  static String format(Duration period) {
    for (var unit : UNITS.entrySet()) {
      var one = unit.getValue().getDuration();
      var count = period.dividedBy(one);
      if (count > 0 && one.multipliedBy(count).equals(period)) {
        return count + unit.getKey();
      }
    }
    return period.toString();
  }

  /** Digits without a leading zero; 0 itself is one. */
  static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  private static Optional<Duration> parseIso(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> parseShort(String text) {
    var end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    var unit = UNITS.get(text.substring(end));
    var digits = text.substring(0, end);
    return unit == null || !isNumber(digits) || digits.length() > DIGITS_MAX
        ? Optional.empty()
        : Optional.of(Duration.of(Long.parseLong(digits), unit));
  }
}
