package dev.whiteboard.cdn.function;

import java.util.Set;

/** What strangers' text may be, in header fields and in messages. */
final class Words {
  private static final int SHOWN_CHARS_MAX = 160;

  /** Characters of a token beside letters and digits (RFC 9110, 5.6.2). */
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  /** How a message is framed and where it goes is no function's to say. */
  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Words() {}

  /** A name that a function may set, in lower case. */
  static boolean isSettable(String name) {
    return isToken(name) && !FRAMING.contains(name);
  }

  static boolean isToken(String name) {
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      var letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
      if (!letterOrDigit && TOKEN_SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** No control characters but tabs, and no blanks around: RFC 9110, 5.5. */
  static boolean isFieldValue(String value) {
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return value.equals(value.strip());
  }

  /** Path and query: visible ASCII that begins with a slash, and no fragment. */
  static boolean isTarget(String target) {
    for (var i = 0; i < target.length(); i++) {
      var c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return target.startsWith("/");
  }

  /** So that a message or a log line may show it: short, on one line. */
  static String shown(String text) {
    var cut = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
