package dev.whiteboard.chat.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as they stand in JSON: RFC 3339 in UTC, always with milliseconds. */
public final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** This moment. */
  public static String text(Instant at) {
    return FORM.format(at);
  }
}
