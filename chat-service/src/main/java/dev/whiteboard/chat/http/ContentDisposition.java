package dev.whiteboard.chat.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** The header that says how a file is to be shown, and what it is called (RFC 6266). */
final class ContentDisposition {
  /** RFC 8187, section 3.2.1: these stand for themselves. */
  private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`|~";

  private static final String PLAIN_CHARS = " .-_()";

  private ContentDisposition() {}

  /**
   * The header's value.
   *
   * @param isInline whether it may be shown rather than kept
   */
  static String of(boolean isInline, String name) {
    return "%s; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(isInline ? "inline" : "attachment", plain(name), encoded(name));
  }

  /** For who does not know of the other form: no quote or backslash is left in it. */
  private static String plain(String name) {
    var plain = new StringBuilder();
    name.codePoints().forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
    return plain.toString();
  }

  private static String encoded(String name) {
    var encoded = new StringBuilder();
    for (var octet : name.getBytes(UTF_8)) {
      var c = octet & 0xff;
      if (isAlphanumeric(c) || ATTRIBUTE_CHARS.indexOf(c) >= 0) {
        encoded.append((char) c);
      } else {
        encoded.append("%%%02X".formatted(c).toUpperCase(Locale.ROOT));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(int c) {
    return isAlphanumeric(c) || PLAIN_CHARS.indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(int c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
  }
}
