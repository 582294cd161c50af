package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.shortener.url.Ipv4;
import dev.whiteboard.shortener.url.Ipv6;
import dev.whiteboard.shortener.url.UrlHost;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which hosts are public: the same machine for everybody, and nobody's own.
 *
 * <p>Names are never looked up: what a name leads to is its owner's to change, an hour later. It is
 * the browser that goes there, not we.
 */
final class PublicHosts {
  /**
   * Blocks of the IANA registry of special-purpose addresses that lead to somebody's own network.
   */
  private static final List<Cidr> PRIVATE_IPV4 =
      blocks(
          "0.0.0.0/8", // this host
          "10.0.0.0/8",
          "100.64.0.0/10", // shared by a carrier's customers
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local: a cloud's metadata
          "172.16.0.0/12",
          "192.0.0.0/24", // protocols
          "192.168.0.0/16",
          "198.18.0.0/15", // benchmarks
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /**
   * All that was ever given out. Outside: loopback, link-local, unique local, multicast and more.
   */
  private static final Cidr GLOBAL_IPV6 = Cidr.parse("2000::/3");

  /** Inside of that: protocols, Teredo among them, which tunnels to whom it likes. */
  private static final Cidr PROTOCOLS_IPV6 = Cidr.parse("2001::/23");

  /** Bits 16 to 47 are the IPv4 address of a router, which takes it from there. */
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

  /** The last 32 bits are an IPv4 address that a translator in the visitor's network goes to. */
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  /** The first 96 bits of an IPv4 address written as IPv6, {@code ::ffff:0:0/96}; lower half. */
  private static final long MAPPED_IPV4 = 0xFFFFL;

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
      case Ipv4 address -> requirePublicAddress(isPublic(address));
      case Ipv6 address -> requirePublicAddress(isPublic(address));
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

  private static void requirePublicAddress(boolean isPublic) {
    if (!isPublic) {
      throw new BadUrlException("must not lead to a loopback, private or link-local address");
    }
  }

  private static boolean isPublic(Ipv4 ipv4) {
    var address = InetAddress.ofLiteral(ipv4.text());
    return PRIVATE_IPV4.stream().noneMatch(block -> block.contains(address));
  }

  private static boolean isPublic(Ipv6 ipv6) {
    if (ipv6.high() == 0 && ipv6.low() >>> Integer.SIZE == MAPPED_IPV4) {
      return isPublic(new Ipv4((int) ipv6.low()));
    }
    var text = ipv6.text();
    var address = InetAddress.ofLiteral(text.substring(1, text.length() - 1));
    if (NAT64.contains(address)) {
      return isPublic(new Ipv4((int) ipv6.low()));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return isPublic(new Ipv4((int) (ipv6.high() >>> 16)));
    }
    return GLOBAL_IPV6.contains(address) && !PROTOCOLS_IPV6.contains(address);
  }

  private static List<Cidr> blocks(String... blocks) {
    return Stream.of(blocks).map(Cidr::parse).toList();
  }
}
