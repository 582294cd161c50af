package dev.whiteboard.cdn.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Dates as HTTP writes them (RFC 9110, 5.6.7), in any of the three formats.
 *
 * <p>Strict but for letter case: one blank too many, or another zone than GMT, and it is no date. A
 * weekday that does not fit the day is not looked at.
 */
public final class HttpDate {
  /** What {@link #parse} answers for what is no date. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int YEARS_AHEAD_MAX = 50;
  private static final int IMF_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();
  private static final int ASCTIME_LENGTH = "Sun Nov  6 08:49:37 1994".length();
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** The preferred format; milliseconds since the epoch are cut to seconds. */
  public static String format(long epochMillis) {
    return FORMAT.format(Instant.ofEpochMilli(epochMillis));
  }

  /**
   * Milliseconds since the epoch.
   *
   * @param nowMillis tells the century of a year of two digits
   * @return {@link #INVALID} for what is no date
   */
  public static long parse(String text, long nowMillis) {
    if (text.length() == IMF_LENGTH && text.charAt(3) == ',') {
      return imf(text);
    }
    if (text.length() == ASCTIME_LENGTH && text.charAt(3) == ' ') {
      return asctime(text);
    }
    return rfc850(text, nowMillis);
  }

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static long imf(String text) {
    if (!isShortDay(text) || !blanksAt(text, 4, 7, 11, 16) || !isGmt(text, 25)) {
      return INVALID;
    }
    return millis(digits(text, 12, 4), month(text, 8), digits(text, 5, 2), time(text, 17));
  }

  /** {@code Sun Nov 6 08:49:37 1994}, the day of the month two wide. */
  private static long asctime(String text) {
    if (!isShortDay(text) || !blanksAt(text, 3, 7, 10, 19)) {
      return INVALID;
    }
    var day = text.charAt(8) == ' ' ? digits(text, 9, 1) : digits(text, 8, 2);
    return millis(digits(text, 20, 4), month(text, 4), day, time(text, 11));
  }

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static long rfc850(String text, long nowMillis) {
    var comma = text.indexOf(',');
    if (comma < 0
        || text.length() != comma + 24
        || !DAYS.contains(text.substring(0, comma).toLowerCase(Locale.ROOT))) {
      return INVALID;
    }
    var date = comma + 2;
    if (!blanksAt(text, comma + 1, date + 9)
        || text.charAt(date + 2) != '-'
        || text.charAt(date + 6) != '-'
        || !isGmt(text, date + 18)) {
      return INVALID;
    }
    var twoDigits = digits(text, date + 7, 2);
    if (twoDigits < 0) {
      return INVALID;
    }
    var latest = LocalDateTime.ofEpochSecond(nowMillis / 1000, 0, ZoneOffset.UTC);
    latest = latest.plusYears(YEARS_AHEAD_MAX);
    var year = latest.getYear() - Math.floorMod(latest.getYear() - twoDigits, 100);
    var month = month(text, date + 3);
    var day = digits(text, date, 2);
    var millis = millis(year, month, day, time(text, date + 10));
    return millis > latest.toEpochSecond(ZoneOffset.UTC) * 1000
        ? millis(year - 100, month, day, time(text, date + 10))
        : millis;
  }

  private static long millis(int year, int month, int day, int secondOfDay) {
    if (year < 1 || month < 1 || day < 1 || secondOfDay < 0) {
      return INVALID;
    }
    if (day > Month.of(month).length(Year.isLeap(year))) {
      return INVALID;
    }
    return (LocalDate.of(year, month, day).toEpochDay() * 86_400 + secondOfDay) * 1000;
  }

  /** {@code 08:49:37} as seconds of the day; a leap second is allowed. -1 for what is no time. */
  private static int time(String text, int at) {
    var hour = digits(text, at, 2);
    var minute = digits(text, at + 3, 2);
    var second = digits(text, at + 6, 2);
    var isTime =
        text.charAt(at + 2) == ':'
            && text.charAt(at + 5) == ':'
            && within(hour, 23)
            && within(minute, 59)
            && within(second, 60);
    return isTime ? hour * 3600 + minute * 60 + second : -1;
  }

  private static boolean within(int number, int max) {
    return number >= 0 && number <= max;
  }

  /** From 1; -1 for what is none. */
  private static int month(String text, int at) {
    for (var month = 0; month < 12; month++) {
      if (text.regionMatches(true, at, MONTHS, 3 * month, 3)) {
        return month + 1;
      }
    }
    return -1;
  }

  private static boolean isShortDay(String text) {
    for (var day : DAYS) {
      if (text.regionMatches(true, 0, day, 0, 3)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGmt(String text, int at) {
    return text.charAt(at) == ' ' && text.regionMatches(true, at + 1, "GMT", 0, 3);
  }

  private static boolean blanksAt(String text, int... places) {
    for (var place : places) {
      if (text.charAt(place) != ' ') {
        return false;
      }
    }
    return true;
  }

  /** -1 where one is no digit. */
  private static int digits(String text, int at, int count) {
    var number = 0;
    for (var i = at; i < at + count; i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
