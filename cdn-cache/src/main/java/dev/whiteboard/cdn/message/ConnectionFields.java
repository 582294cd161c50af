package dev.whiteboard.cdn.message;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Fields that are between two neighbours alone, and go no further (RFC 9110, 7.6.1).
 *
 * <p>{@code Connection} names more of them. It is not believed where it names a field that tells
 * how a message is framed, cached or meant for: whoever could strike out {@code Cache-Control} or
 * {@code Cookie} on the way decides what others are served.
 */
public final class ConnectionFields {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> NEVER =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "cache-status",
          "cdn-cache-control",
          "cdn-loop",
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "etag",
          "expires",
          "forwarded",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "last-modified",
          "location",
          "pragma",
          "range",
          "set-cookie",
          "vary",
          "via",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  private ConnectionFields() {}

  /** The same without fields of the connection; the same instance where it has none. */
  public static Fields without(Fields fields) {
    return hasAny(fields) ? fields.without(names(fields)) : fields;
  }

  /** Whether {@code Connection} and its like may not take this field away. */
  public static boolean isProtected(String name) {
    return NEVER.contains(name);
  }

  private static boolean hasAny(Fields fields) {
    for (var line = 0; line < fields.size(); line++) {
      if (ALWAYS.contains(fields.name(line))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> names(Fields fields) {
    var names = new HashSet<>(ALWAYS);
    for (var member : ListValue.members(fields.all("connection"))) {
      var name = member.toLowerCase(Locale.ROOT);
      if (!NEVER.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
