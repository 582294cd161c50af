package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.upstream.Incoming;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code Date} of an answer that came without: whoever receives it adds it (RFC 9110, 6.6.1).
 */
final class Dates {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  static Incoming dated(Incoming incoming, long nowMillis) {
    var head = incoming.head();
    if (head.fields().has("date")) {
      return incoming;
    }
    var fields = head.fields().with("date", FORM.format(Instant.ofEpochMilli(nowMillis)));
    return new Incoming(
        head.withFields(fields), incoming.body(), incoming.trailers(), incoming.cancel());
  }
}
