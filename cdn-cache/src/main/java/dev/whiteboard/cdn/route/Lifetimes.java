package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.message.ResponseHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lifetime in place of the origin's, told by {@code CDN-Cache-Control} (RFC 9213): every cache of
 * ours obeys it before {@code Cache-Control}, and browsers go on reading that.
 *
 * <p>It says for how long, never for whom: a response with {@code private}, {@code no-store} or
 * {@code Set-Cookie} stays as it is, and so does an error. A mistaken route may serve old pages; it
 * must not serve somebody's own.
 */
final class Lifetimes {
  private static final String TARGETED = "cdn-cache-control";

  /** Final answers to GET that may be kept without being told so (RFC 9110, 15.1); no errors. */
  private static final Set<Integer> STATUSES = Set.of(200, 203, 204, 206, 300, 301, 308);

  /** What an origin says beside a lifetime, and what stays. */
  private static final Set<String> KEPT =
      Set.of(
          "public",
          "must-revalidate",
          "proxy-revalidate",
          "stale-while-revalidate",
          "stale-if-error");

  private Lifetimes() {}

  static ResponseHead override(ResponseHead response, Duration timeToLive) {
    var fields = response.fields();
    var targeted = fields.combined(TARGETED);
    var own = directives(targeted);
    var shared = directives(fields.combined("cache-control"));
    if (!STATUSES.contains(response.status())
        || fields.has("set-cookie")
        || forbid(own)
        || forbid(shared)) {
      return response;
    }
    var directives = new ArrayList<String>();
    directives.add("max-age=" + timeToLive.toSeconds());
    (targeted == null ? shared : own).stream().filter(Lifetimes::isKept).forEach(directives::add);
    return response.withFields(fields.with(TARGETED, String.join(", ", directives)));
  }

  private static boolean forbid(List<String> directives) {
    return directives.stream()
        .map(Lifetimes::name)
        .anyMatch(name -> name.equals("private") || name.equals("no-store"));
  }

  /** A structured field is strict: what does not fit its grammar would undo all of it. */
  private static boolean isKept(String directive) {
    return KEPT.contains(name(directive)) && directive.matches("[a-z-]+(=[0-9]{1,10})?");
  }

  private static String name(String directive) {
    var equals = directive.indexOf('=');
    return equals < 0 ? directive : directive.substring(0, equals).strip();
  }

  /** In lower case; a comma between quotes separates nothing. */
  private static List<String> directives(@Nullable String value) {
    var found = new ArrayList<String>();
    if (value != null) {
      var quoted = false;
      var from = 0;
      for (var i = 0; i <= value.length(); i++) {
        var ends = i == value.length() || (value.charAt(i) == ',' && !quoted);
        if (ends) {
          found.add(value.substring(from, i).strip().toLowerCase(Locale.ROOT));
          from = i + 1;
        } else if (value.charAt(i) == '"') {
          quoted = !quoted;
        }
      }
    }
    return found;
  }
}
