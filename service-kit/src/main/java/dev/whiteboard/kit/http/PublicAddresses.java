package dev.whiteboard.kit.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are public: the same machine for everybody, and nobody's own. Whoever goes where
 * a stranger says asks here first, or he is sent into his own network.
 */
public final class PublicAddresses {
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

  private static final int SIX_TO_FOUR_AT = 2;

  /** The last 32 bits are an IPv4 address that a translator in the visitor's network goes to. */
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  private static final int NAT64_AT = 12;

  private PublicAddresses() {}

  /** Whether it is one; an IPv6 address that leads to an IPv4 address is what that one is. */
  public static boolean contains(InetAddress address) {
    return switch (address) {
      case Inet4Address ipv4 -> PRIVATE_IPV4.stream().noneMatch(block -> block.contains(ipv4));
      case Inet6Address ipv6 -> containsIpv6(ipv6);
      default -> false;
    };
  }

  private static boolean containsIpv6(Inet6Address address) {
    if (NAT64.contains(address)) {
      return contains(ipv4In(address, NAT64_AT));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return contains(ipv4In(address, SIX_TO_FOUR_AT));
    }
    return GLOBAL_IPV6.contains(address) && !PROTOCOLS_IPV6.contains(address);
  }

  private static InetAddress ipv4In(Inet6Address address, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static List<Cidr> blocks(String... blocks) {
    return Stream.of(blocks).map(Cidr::parse).toList();
  }
}
