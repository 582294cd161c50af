package dev.whiteboard.kit.http;

import dev.whiteboard.kit.settings.IntRange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as RFC 3339 writes them. */
public final class Rfc3339 {
  /** Years have four digits; what Java reads beyond would overflow elsewhere. */
  private static final IntRange YEARS = new IntRange(0, 9_999);

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Rfc3339() {}

  /**
   * The moment that a text names.
   *
   * @throws DateTimeParseException where it names none, or one outside of the years 0 to 9999 in
   *     UTC
   */
  public static Instant parse(String text) {
    var time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
    if (!YEARS.contains(time.getYear())) {
      throw new DateTimeParseException("the year has more than four digits", text, 0);
    }
    return time.toInstant();
  }

  /** A moment in UTC, to the millisecond: {@code 2027-01-31T12:00:00.000Z}. */
  public static String format(Instant moment) {
    return MILLISECONDS.format(moment);
  }
}
