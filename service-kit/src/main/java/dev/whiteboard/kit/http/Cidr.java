package dev.whiteboard.kit.http;

import java.net.InetAddress;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} or {@code ::1} (RFC 4632, RFC 4291).
 *
 * @param network an address in the block
 * @param bits how many leading bits are common to the block
 */
public record Cidr(InetAddress network, int bits) {
  /** Refuses a prefix longer than the address. */
  public Cidr {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no such prefix length: " + bits);
    }
  }

  /**
   * Reads {@code address} or {@code address/bits}; names are never looked up.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static Cidr parse(String text) {
    var slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    var bits =
        slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
    return new Cidr(address, bits);
  }

  /** Whether the address lies in the block; one of the other family never does. */
  public boolean contains(InetAddress address) {
    var here = network.getAddress();
    var there = address.getAddress();
    if (here.length != there.length) {
      return false;
    }
    var difference = 0;
    for (var bit = 0; bit < bits; bit += 8) {
      var mask = 0xFF & (0xFF00 >> Math.min(8, bits - bit));
      difference |= (here[bit / 8] ^ there[bit / 8]) & mask;
    }
    return difference == 0;
  }
}
