package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.http.PublicAddresses;
import dev.whiteboard.shortener.url.Ipv4;
import dev.whiteboard.shortener.url.Ipv6;
import dev.whiteboard.shortener.url.UrlHost;
import java.net.InetAddress;
import java.util.List;

/**
 * Which hosts are public: the same machine for everybody, and nobody's own.
 *
 * <p>Names are never looked up: what a name leads to is its owner's to change, an hour later. It is
 * the browser that goes there, not we.
 */
final class PublicHosts {
  /** Names that mean the visitor's own machine or network (RFC 6761, 6762 app. G, 8375; ICANN). */
  private static final List<String> PRIVATE_SUFFIXES =
      List.of(
          ".corp",
          ".home",
          ".home.arpa",
          ".internal",
          ".intranet",
          ".lan",
          ".local",
          ".localdomain",
          ".localhost",
          ".private");

  /** What DNS can carry (RFC 1035). */
  private static final int NAME_CHARS_MAX = 253;

  private static final int LABEL_CHARS_MAX = 63;

  private PublicHosts() {}

  /**
   * Refuses all others.
   *
   * @throws BadUrlException saying so
   */
  static void require(UrlHost host) {
    switch (host) {
      case UrlHost.Name(var name) -> requirePublicName(withoutRoot(name));
      case Ipv4 address -> requirePublicAddress(address.text());
      case Ipv6 address -> requirePublicAddress(withoutBrackets(address));
    }
  }

  /** A name without the dot that may end it, and changes nothing. */
  static String withoutRoot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static void requirePublicName(String name) {
    var labels = List.of(name.split("\\.", -1));
    if (name.length() > NAME_CHARS_MAX
        || labels.stream().anyMatch(l -> l.isEmpty() || l.length() > LABEL_CHARS_MAX)) {
      throw new BadUrlException("has a host that no name server can know");
    }
    // One label alone is looked up in the visitor's own network first: http://intranet/.
    if (labels.size() == 1 || PRIVATE_SUFFIXES.stream().anyMatch(("." + name)::endsWith)) {
      throw new BadUrlException("must not lead to a private host");
    }
  }

  private static void requirePublicAddress(String literal) {
    if (!PublicAddresses.contains(InetAddress.ofLiteral(literal))) {
      throw new BadUrlException("must not lead to a loopback, private or link-local address");
    }
  }

  private static String withoutBrackets(Ipv6 address) {
    var text = address.text();
    return text.substring(1, text.length() - 1);
  }
}
