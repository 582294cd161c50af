package dev.whiteboard.shortener.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;

/**
 * Where a link may lead: an absolute http or https URL to a public host, safe to put into a {@code
 * Location} header as it is.
 *
 * @param text ASCII without blanks or controls; scheme and host in lower case, the rest as given
 * @param host the host alone, an international one in punycode
 */
public record TargetUrl(String text, String host) {
  /*
   * Browsers follow the WHATWG URL standard, not RFC 3986, and forgive much: they drop tabs and line
   * feeds, take backslashes for slashes, and read 0x7f.1 as 127.0.0.1. Whatever we would read
   * otherwise than a browser is a way around the rules below. So what browsers repair is refused
   * here, and hosts are read as they read them (see Host).
   */

  /** The longest URL, in characters, as given and as kept. */
  public static final int CHARS_MAX = 2_048;

  private static final String HEX = "0123456789ABCDEF";

  /**
   * Checks a URL.
   *
   * @param ownHosts our own hosts: a link to them could lead to itself
   * @throws BadUrlException saying what is wrong with it
   */
  public static TargetUrl parse(String given, Set<String> ownHosts) {
    if (given.length() > CHARS_MAX) {
      throw new BadUrlException("is longer than 2,048 characters");
    }
    requireNoControls(given);
    var schemeEnd = given.indexOf("://");
    var scheme = schemeEnd < 0 ? "" : given.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new BadUrlException("must be an absolute http or https URL");
    }
    var authorityEnd = endOfAuthority(given, schemeEnd + 3);
    var authority = given.substring(schemeEnd + 3, authorityEnd);
    if (authority.indexOf('@') >= 0) {
      throw new BadUrlException("must not hold a user name or password");
    }
    var port = portOf(authority);
    var host = Host.parse(authority.substring(0, authority.length() - port.length()));
    if (ownHosts.contains(host)) {
      throw new BadUrlException("must not lead to this shortener");
    }
    var text = scheme + "://" + host + port + escape(given.substring(authorityEnd));
    if (text.length() > CHARS_MAX) {
      throw new BadUrlException("is longer than 2,048 characters once it is escaped");
    }
    return new TargetUrl(text, host);
  }

  /** A URL that was checked when it was kept. */
  static TargetUrl kept(String text) {
    var start = text.indexOf("://") + 3;
    var authority = text.substring(start, endOfAuthority(text, start));
    return new TargetUrl(
        text, authority.substring(0, authority.length() - portOf(authority).length()));
  }

  private static void requireNoControls(String url) {
    for (var i = 0; i < url.length(); i++) {
      var c = url.charAt(i);
      if (c <= ' ' || c == '\\' || Character.isISOControl(c)) {
        throw new BadUrlException("must not hold blanks, control characters or backslashes");
      }
    }
  }

  private static int endOfAuthority(String url, int start) {
    for (var i = start; i < url.length(); i++) {
      if ("/?#".indexOf(url.charAt(i)) >= 0) {
        return i;
      }
    }
    return url.length();
  }

  /** The port with its colon, or nothing. */
  private static String portOf(String authority) {
    var colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.endsWith("]")) {
      return "";
    }
    var port = authority.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new BadUrlException("has no valid port");
    }
    return authority.substring(colon);
  }

  /** Percent-encodes what must not stand in a header: all but printable ASCII, and <, >, ". */
  private static String escape(String rest) {
    var escaped = new StringBuilder(rest.length());
    rest.codePoints()
        .forEach(c -> {
          if (c > ' ' && c < 0x7f && "<>\"".indexOf(c) < 0) {
            escaped.append((char) c);
          } else {
            appendEscaped(escaped, c);
          }
        });
    return escaped.toString();
  }

  private static void appendEscaped(StringBuilder to, int codePoint) {
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw new BadUrlException("holds half of a surrogate pair");
    }
    for (var b : Character.toString(codePoint).getBytes(UTF_8)) {
      to.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
    }
  }
}
