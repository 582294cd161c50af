package dev.whiteboard.shortener.visitor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host of a page that led here. The rest of its address can tell who the visitor is, and is
 * forgotten.
 */
public final class Referrer {
  /** A longer host is none: what is longer is made up. */
  public static final int CHARS_MAX = 100;

  private static final String AFTER_SCHEME = "://";

  private Referrer() {}

  /** The host in a {@code Referer} header, in lower case; empty where there is none. */
  public static String host(@Nullable String header) {
    if (header == null) {
      return "";
    }
    var scheme = header.indexOf(AFTER_SCHEME);
    if (scheme < 0) {
      return "";
    }
    var start = scheme + AFTER_SCHEME.length();
    var end = start;
    while (end < header.length() && isOfHost(header.charAt(end))) {
      end++;
    }
    if (end - start > CHARS_MAX || !endsAt(header, end)) {
      return "";
    }
    return header.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isOfHost(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '.'
        || character == '-'
        || character == '_';
  }

  /** Behind a host come a port, a path or nothing; a name and password would stand before it. */
  private static boolean endsAt(String header, int end) {
    return end == header.length()
        || switch (header.charAt(end)) {
          case '/', '?', '#' -> true;
          case ':' -> header.indexOf('@', end) < 0;
          default -> false;
        };
  }
}
