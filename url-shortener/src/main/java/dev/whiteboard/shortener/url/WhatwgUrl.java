package dev.whiteboard.shortener.url;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An absolute http or https URL, read and written as browsers do. They repair much: what comes out
 * as {@link #text()} is where they would go.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host
 * @param port the port, where it is not the scheme's own
 * @param path begins with a slash; without dot segments
 * @param query what stands behind the question mark, maybe nothing
 * @param fragment what stands behind the hash, maybe nothing
 */
public record WhatwgUrl(
    String scheme,
    UrlHost host,
    OptionalInt port,
    String path,
    Optional<String> query,
    Optional<String> fragment) {
  /*
   * The standard (https://url.spec.whatwg.org, July 2026) describes a state machine of some twenty
   * states that reads a character at a time. Most of them serve other schemes and relative URLs. For
   * an absolute http URL what ends a part is a delimiter that can't occur in the part: the first '#'
   * begins the fragment, the first '?' before it the query, the first slash before that the path. So
   * this cuts instead, from the end to the front, and the results are the same.
   *
   * Left out, on purpose:
   *   - Tabs and line feeds are not dropped. Callers refuse them.
   *   - User info is refused instead of kept.
   *   - http:example.com and http:/example.com are refused. They are absolute only where there is no
   *     base URL; on an http page they are relative to it, and so lead to two different places.
   */

  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);
  private static final int PORT_MAX = 65_535;

  /** A backslash is as good as a slash, up to the query. */
  private static final Pattern SLASH = Pattern.compile("[/\\\\]");

  private static final Pattern ONE_DOT = Pattern.compile("\\.|%2e", Pattern.CASE_INSENSITIVE);
  private static final Pattern TWO_DOTS = Pattern.compile("(\\.|%2e){2}", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a URL.
   *
   * @param given without blanks around it
   * @throws UrlSyntaxException where a browser would not take it, or not everywhere in the same way
   */
  public static WhatwgUrl parse(String given) {
    var scheme = Cut.at(':', given);
    var name = scheme.before.toLowerCase(Locale.ROOT);
    var defaultPort = DEFAULT_PORTS.get(name);
    if (defaultPort == null) {
      throw new UrlSyntaxException("must be an absolute http or https URL");
    }
    var fragment = Cut.at('#', withoutSlashes(scheme.after.orElse("")));
    var query = Cut.at('?', fragment.before);
    var path = SLASH.matcher(query.before);
    var authorityEnd = path.find() ? path.start() : query.before.length();
    var authority = query.before.substring(0, authorityEnd);
    var portStart = portStart(authority);
    return new WhatwgUrl(
        name,
        UrlHost.parse(authority.substring(0, portStart)),
        port(authority.substring(portStart), defaultPort),
        path(query.before.substring(authorityEnd)),
        query.after.map(PercentEncoding.QUERY::encode),
        fragment.after.map(PercentEncoding.FRAGMENT::encode));
  }

  /** As it is kept: printable ASCII without blanks. Parsing it gives the same URL again. */
  public String text() {
    return scheme
        + "://"
        + host.text()
        + (port.isPresent() ? ":" + port.getAsInt() : "")
        + path
        + query.map(text -> "?" + text).orElse("")
        + fragment.map(text -> "#" + text).orElse("");
  }

  /**
   * A text in two.
   *
   * @param before what stands before the delimiter, or the whole
   * @param after what stands behind it, where there is one
   */
  private record Cut(String before, Optional<String> after) {
    static Cut at(char delimiter, String text) {
      var at = text.indexOf(delimiter);
      return at < 0
          ? new Cut(text, Optional.empty())
          : new Cut(text.substring(0, at), Optional.of(text.substring(at + 1)));
    }
  }

  /** Two slashes at least; browsers skip any more of them. */
  private static String withoutSlashes(String rest) {
    var slashes = 0;
    while (slashes < rest.length() && "/\\".indexOf(rest.charAt(slashes)) >= 0) {
      slashes++;
    }
    if (slashes < 2) {
      throw new UrlSyntaxException("must be an absolute http or https URL");
    }
    return rest.substring(slashes);
  }

  /** Where the port begins, with its colon; behind the brackets of an IPv6 address. */
  private static int portStart(String authority) {
    if (authority.indexOf('@') >= 0) {
      throw new UrlSyntaxException("must not hold a user name or password");
    }
    var hostEnd = authority.startsWith("[") ? authority.indexOf(']') + 1 : 0;
    var colon = authority.indexOf(':', hostEnd);
    return colon < 0 ? authority.length() : colon;
  }

  private static OptionalInt port(String given, int defaultPort) {
    if (!given.matches("(:0*[0-9]{0,5})?")) {
      throw new UrlSyntaxException("has no valid port");
    }
    if (given.length() <= 1) {
      return OptionalInt.empty();
    }
    var port = Integer.parseInt(given.substring(1));
    if (port > PORT_MAX) {
      throw new UrlSyntaxException("has no valid port");
    }
    return port == defaultPort ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static String path(String given) {
    var segments = List.of(SLASH.split(given.isEmpty() ? "" : given.substring(1), -1));
    var kept = new ArrayList<String>();
    for (var segment : segments.subList(0, segments.size() - 1)) {
      if (isTwoDots(segment)) {
        removeLast(kept);
      } else if (!isOneDot(segment)) {
        kept.add(segment);
      }
    }
    var last = segments.getLast();
    if (isTwoDots(last)) {
      removeLast(kept);
    }
    kept.add(isOneDot(last) || isTwoDots(last) ? "" : last);
    return kept.stream().map(PercentEncoding.PATH::encode).collect(joining("/", "/", ""));
  }

  private static boolean isOneDot(String segment) {
    return ONE_DOT.matcher(segment).matches();
  }

  private static boolean isTwoDots(String segment) {
    return TWO_DOTS.matcher(segment).matches();
  }

  private static void removeLast(List<String> segments) {
    if (!segments.isEmpty()) {
      segments.removeLast();
    }
  }
}
