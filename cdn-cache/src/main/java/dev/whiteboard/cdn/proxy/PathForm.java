package dev.whiteboard.cdn.proxy;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a path and query, whichever way it was written (RFC 3986, 6.2.2): percent codes
 * of letters and the like decoded, the others in capitals, dot segments gone. The origin is asked
 * in this form too: a cache and an origin that read one path differently can be made to poison one
 * another.
 */
public final class PathForm {
  private static final String UNRESERVED = "-._~";

  private PathForm() {}

  /** The form; null where it is no path, leads above the root or has characters that none may. */
  public static @Nullable String of(String target) {
    if (target.isEmpty() || target.charAt(0) != '/') {
      return null;
    }
    var plain = true;
    for (var i = 0; i < target.length(); i++) {
      var c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return null;
      }
      plain &= c != '%' && !(c == '.' && target.charAt(i - 1) == '/');
    }
    return plain ? target : rewritten(target);
  }

  private static @Nullable String rewritten(String target) {
    var decoded = decoded(target);
    if (decoded == null) {
      return null;
    }
    var query = decoded.indexOf('?');
    var path = query < 0 ? decoded : decoded.substring(0, query);
    var straight = path.contains("/.") ? withoutDots(path) : path;
    return straight == null || query < 0 ? straight : straight + decoded.substring(query);
  }

  private static @Nullable String decoded(String target) {
    var text = new StringBuilder(target.length());
    for (var i = 0; i < target.length(); i++) {
      var c = target.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      var value = i + 2 < target.length() ? hex(target, i + 1) : -1;
      if (value < 0) {
        return null;
      }
      append(text, value);
      i += 2;
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int value) {
    var c = (char) value;
    if (value < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
      text.append(c);
    } else {
      text.append('%').append(capital(value >> 4)).append(capital(value & 15));
    }
  }

  private static char capital(int digit) {
    return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
  }

  private static int hex(String text, int at) {
    var high = Character.digit(text.charAt(at), 16);
    var low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static @Nullable String withoutDots(String path) {
    var segments = path.substring(1).split("/", -1);
    var kept = new ArrayDeque<String>();
    for (var i = 0; i < segments.length; i++) {
      var isLast = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> addIf(isLast, kept);
        case ".." -> {
          if (kept.pollLast() == null) {
            return null;
          }
          addIf(isLast, kept);
        }
        default -> kept.add(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  /** A path that ends in a dot segment ends in a slash. */
  private static void addIf(boolean isLast, ArrayDeque<String> segments) {
    if (isLast) {
      segments.add("");
    }
  }
}
