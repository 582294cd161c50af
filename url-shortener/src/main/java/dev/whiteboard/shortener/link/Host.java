package dev.whiteboard.shortener.link;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The host of a URL as a browser reads it, refused where it is not a public one.
 *
 * <p>Names are never looked up: what a name leads to is its owner's to change, an hour later. It is
 * the browser that goes there, not we.
 */
final class Host {
  /** Names that mean the visitor's own machine or network (RFC 6761, RFC 6762, RFC 8375). */
  private static final List<String> PRIVATE_SUFFIXES =
      List.of(".localhost", ".localdomain", ".local", ".internal", ".home.arpa");

  private static final int NAME_CHARS_MAX = 253;

  private Host() {}

  /**
   * Reads a host.
   *
   * @return it in lower case and ASCII, an IPv4 address in dotted decimal
   * @throws BadUrlException where it is none, or not a public one
   */
  static String parse(String given) {
    if (given.startsWith("[")) {
      return ipv6(given);
    }
    var name = ascii(given);
    if (endsInNumber(name)) {
      var address = ipv4(name);
      requirePublic(address);
      return address.getHostAddress();
    }
    requirePublicName(name);
    return name;
  }

  private static String ascii(String given) {
    try {
      var decoded = URLDecoder.decode(given.replace("+", "%2B"), StandardCharsets.UTF_8);
      var name = IDN.toASCII(decoded, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      if (name.length() > NAME_CHARS_MAX || !name.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?")) {
        throw new BadUrlException("has no valid host");
      }
      return name;
    } catch (IllegalArgumentException e) {
      throw new BadUrlException("has no valid host");
    }
  }

  private static void requirePublicName(String name) {
    var dotted = "." + (name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    if (PRIVATE_SUFFIXES.stream().anyMatch(dotted::endsWith)) {
      throw new BadUrlException("must not lead to a private host");
    }
  }

  /** The WHATWG rule for "this is an IPv4 address": the last label is a number, in any notation. */
  private static boolean endsInNumber(String name) {
    return labels(name).getLast().matches("[0-9]+|0x[0-9a-f]*");
  }

  /** The labels between the dots; a dot at the end is the root and no label. */
  private static List<String> labels(String name) {
    var text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return List.of(text.split("\\.", -1));
  }

  /**
   * Reads an IPv4 address in every notation that browsers accept: one to four parts, each decimal,
   * octal (017) or hexadecimal (0x7f), the last standing for all bytes that are left.
   */
  private static InetAddress ipv4(String name) {
    var parts = labels(name);
    if (parts.size() > 4) {
      throw new BadUrlException("has no valid host");
    }
    var address = 0L;
    for (var i = 0; i < parts.size(); i++) {
      var part = number(parts.get(i));
      var bits = i == parts.size() - 1 ? 8 * (4 - i) : 8;
      if (part >= 1L << bits) {
        throw new BadUrlException("has no valid host");
      }
      address = (address << bits) | part;
    }
    return address((int) address);
  }

  private static long number(String part) {
    try {
      if (part.startsWith("0x")) {
        return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
      }
      return Long.parseLong(part, part.length() > 1 && part.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException e) {
      throw new BadUrlException("has no valid host");
    }
  }

  private static InetAddress address(int bits) {
    return address(
        new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
  }

  private static InetAddress address(byte... bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static String ipv6(String given) {
    try {
      if (!given.matches("\\[[0-9A-Fa-f:.]+]")) {
        throw new BadUrlException("has no valid host");
      }
      var address = InetAddress.ofLiteral(given.substring(1, given.length() - 1));
      requirePublic(address);
      return "[" + given.substring(1, given.length() - 1).toLowerCase(Locale.ROOT) + "]";
    } catch (IllegalArgumentException e) {
      throw new BadUrlException("has no valid host");
    }
  }

  private static void requirePublic(InetAddress address) {
    if (!isPublic(address)) {
      throw new BadUrlException("must not lead to a loopback, private or link-local address");
    }
  }

  /** The blocks that are not globally reachable, from the IANA special-purpose registries. */
  private static boolean isPublic(InetAddress address) {
    var bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicIpv4(bytes) : isPublicIpv6(address, bytes);
  }

  private static boolean isPublicIpv4(byte[] bytes) {
    var a = bytes[0] & 0xff;
    var b = bytes[1] & 0xff;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127; // 100.64/10: shared by a carrier's customers
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> b != 168 && !(b == 0 && bytes[2] == 0);
      case 198 -> b != 18 && b != 19; // benchmarks
      default -> a < 224; // above: multicast, reserved, broadcast
    };
  }

  private static boolean isPublicIpv6(InetAddress address, byte[] bytes) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (bytes[0] & 0xfe) == 0xfc) {
      return false;
    }
    var prefix = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return switch (prefix) {
      case 0x2002 -> isPublicIpv4(new byte[] {bytes[2], bytes[3], bytes[4], bytes[5]}); // 6to4
      case 0x0064, 0x0000 ->
          isPublicIpv4(new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]}); // NAT64, mapped
      default -> true;
    };
  }
}
