package dev.whiteboard.cdn.route;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A request's path as its origin will most likely understand it, to be compared with prefixes.
 *
 * <p>{@code /%70rivate}, {@code //private}, {@code /a/../private} and {@code /private} are one file
 * to most origins. Were they different paths here, all but the last would get around the private
 * route, its regions and its limits. Done: escapes of letters, digits and {@code -._~} are read
 * (RFC 3986, 6.2.2.2), dot segments go (5.2.4), so do empty segments, and a backslash is a slash.
 */
final class RoutePath {
  private RoutePath() {}

  /** Of a target, of path and query. */
  static String of(String target) {
    var mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    return isPlain(path) ? path : withoutDots(unescaped(path));
  }

  /** The common case allocates nothing. */
  private static boolean isPlain(String path) {
    return path.indexOf('%') < 0
        && path.indexOf('\\') < 0
        && !path.contains("//")
        && !path.contains("/.");
  }

  private static String unescaped(String path) {
    var plain = new StringBuilder(path.length());
    for (var i = 0; i < path.length(); i++) {
      var escaped = path.charAt(i) == '%' ? escaped(path, i) : -1;
      if (escaped >= 0) {
        plain.append((char) escaped);
        i += 2;
      } else {
        plain.append(path.charAt(i) == '\\' ? '/' : path.charAt(i));
      }
    }
    return plain.toString();
  }

  /** The character that an escape stands for; -1 where it is to stay one. */
  private static int escaped(String path, int at) {
    if (at + 2 >= path.length()) {
      return -1;
    }
    var high = Character.digit(path.charAt(at + 1), 16);
    var low = Character.digit(path.charAt(at + 2), 16);
    var character = high * 16 + low;
    return high >= 0 && low >= 0 && isUnreserved(character) ? character : -1;
  }

  private static boolean isUnreserved(int character) {
    return character < 0x80
        && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
  }

  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    var segments = path.split("/", -1);
    for (var segment : segments) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    var last = segments[segments.length - 1];
    var isFolder = last.isEmpty() || last.equals(".") || last.equals("..");
    return "/" + String.join("/", kept) + (isFolder && !kept.isEmpty() ? "/" : "");
  }
}
