package dev.whiteboard.chat.push.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
  private static final int DIGITS_MAX = 9;

  private RetryAfter() {}

  /** How long to wait; empty where it does not say, or nothing that makes sense. */
  static Optional<Duration> parse(@Nullable String text, Instant now) {
    if (text == null) {
      return Optional.empty();
    }
    var value = text.strip();
    return value.matches("[0-9]{1," + DIGITS_MAX + "}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
        : untilDate(value, now);
  }

  private static Optional<Duration> untilDate(String date, Instant now) {
    try {
      var until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, until)).filter(Duration::isPositive);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
