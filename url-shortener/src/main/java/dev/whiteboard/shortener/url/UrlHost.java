package dev.whiteboard.shortener.url;

/** The host of a URL: an address, however it was spelt, or a name in ASCII. */
public sealed interface UrlHost permits UrlHost.Name, Ipv4, Ipv6 {
  /** What must not stand in a name, once percent-encoding and case are gone. */
  String FORBIDDEN = " #%/:<>?@[\\]^|\u007F";

  /** As it stands in a URL that is kept: ASCII, in lower case, an IPv6 address in brackets. */
  String text();

  /**
   * A name to be looked up.
   *
   * @param text ASCII in lower case, international labels in punycode; maybe with a dot at the end
   */
  record Name(String text) implements UrlHost {}

  /**
   * Reads a host as the standard's "host parser" does.
   *
   * @throws UrlSyntaxException where it is none
   */
  static UrlHost parse(String given) {
    if (given.startsWith("[")) {
      return Ipv6.parse(given);
    }
    var name = InternationalName.toAscii(PercentEncoding.decode(given));
    if (name.isEmpty() || name.chars().anyMatch(UrlHost::isForbidden)) {
      throw invalid();
    }
    return Ipv4.isMeantBy(name) ? Ipv4.parse(name) : new Name(name);
  }

  /** What is thrown for all that is no host. */
  static UrlSyntaxException invalid() {
    return new UrlSyntaxException("has no valid host");
  }

  private static boolean isForbidden(int c) {
    return c < ' ' || FORBIDDEN.indexOf(c) >= 0;
  }
}
