package dev.whiteboard.ratelimit.rule;

import java.util.HexFormat;

/**
 * Escapes the parts of a key, so that no two combinations of them have the same.
 *
 * <p>As in URLs, {@code ,} is {@code %2C}: what separates parts is in none of them. Braces too, by
 * which a Redis cluster finds the part that picks the node. Half a surrogate pair is {@code
 * %uD800}: written as UTF-8 it would be a question mark, and so a key of others.
 */
final class Keys {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Keys() {}

  static String escaped(String part) {
    var key = new StringBuilder(part.length());
    append(key, part);
    return key.toString();
  }

  static void append(StringBuilder key, String part) {
    for (var i = 0; i < part.length(); i++) {
      if (isSpecial(part.charAt(i))) {
        key.append(part, 0, i);
        appendEscaped(key, part, i);
        return;
      }
    }
    key.append(part);
  }

  private static void appendEscaped(StringBuilder key, String part, int from) {
    for (var i = from; i < part.length(); i++) {
      var c = part.charAt(i);
      if (Character.isSurrogate(c)) {
        i += appendSurrogate(key, part, i);
      } else if (isSpecial(c)) {
        key.append('%').append(HEX.toHexDigits((byte) c));
      } else {
        key.append(c);
      }
    }
  }

  /** Says how many characters were taken beyond the first. */
  private static int appendSurrogate(StringBuilder key, String part, int at) {
    var c = part.codePointAt(at);
    if (Character.isSupplementaryCodePoint(c)) {
      key.appendCodePoint(c);
      return 1;
    }
    key.append("%u").append(HEX.toHexDigits((char) c));
    return 0;
  }

  private static boolean isSpecial(char c) {
    return c < ' '
        || c == '%'
        || c == ','
        || c == '='
        || c == '{'
        || c == '}'
        || c == 0x7F
        || Character.isSurrogate(c);
  }
}
