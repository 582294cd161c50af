package dev.whiteboard.shortener.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Which characters a part of a URL shows as {@code %XX}: some of its own, and all that are blank or
 * not ASCII. A {@code %} stays as it is, so that nothing is encoded twice.
 */
enum PercentEncoding {
  /** The standard's "path percent-encode set". */
  PATH("\"#<>?^`{}"),
  /** The standard's "special-query percent-encode set". */
  QUERY("\"#<>'"),
  /** The standard's "fragment percent-encode set". */
  FRAGMENT("\"<>`");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What stands for half of a surrogate pair, which has no bytes. */
  private static final int REPLACEMENT = 0xFFFD;

  private final String own;

  PercentEncoding(String own) {
    this.own = own;
  }

  /** The text in printable ASCII without blanks. */
  String encode(String text) {
    var encoded = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(encoded, c));
    return encoded.toString();
  }

  private void append(StringBuilder to, int c) {
    if (c > ' ' && c < 0x7F && own.indexOf(c) < 0) {
      to.append((char) c);
      return;
    }
    var isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    for (var b : Character.toString(isHalf ? REPLACEMENT : c).getBytes(UTF_8)) {
      HEX.toHexDigits(to.append('%'), b);
    }
  }

  /** The text with each {@code %XX} resolved; any other {@code %} stays. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var given = text.getBytes(UTF_8);
    var decoded = new ByteArrayOutputStream(given.length);
    for (var i = 0; i < given.length; i++) {
      if (isEscape(given, i)) {
        decoded.write(HexFormat.fromHexDigits(text(given, i + 1)));
        i += 2;
      } else {
        decoded.write(given[i]);
      }
    }
    return decoded.toString(UTF_8);
  }

  private static boolean isEscape(byte[] text, int at) {
    return text[at] == '%'
        && at + 2 < text.length
        && HexFormat.isHexDigit(text[at + 1])
        && HexFormat.isHexDigit(text[at + 2]);
  }

  private static String text(byte[] ascii, int at) {
    return new String(ascii, at, 2, UTF_8);
  }
}
