package dev.whiteboard.shortener.visitor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a visitor is, and no closer: the first 24 bits of an IPv4 address, or the first 48 of an
 * IPv6 address. The rest is forgotten here.
 *
 * @param bits the bits, at the low end; the sign is set for IPv6
 */
public record Network(long bits) {
  private static final int IPV4_KEPT_BYTES = 3;
  private static final int IPV6_KEPT_BYTES = 6;
  private static final int IPV6_BYTES = 16;

  /** The network of an address. */
  public static Network of(InetAddress address) {
    var bytes = address.getAddress();
    var isIpv6 = bytes.length == IPV6_BYTES;
    var kept = isIpv6 ? IPV6_KEPT_BYTES : IPV4_KEPT_BYTES;
    var bits = 0L;
    for (var i = 0; i < kept; i++) {
      bits = bits << Byte.SIZE | (bytes[i] & 0xFF);
    }
    return new Network(isIpv6 ? bits | Long.MIN_VALUE : bits);
  }

  /** Its first address. */
  InetAddress first() {
    var isIpv6 = bits < 0;
    var bytes = new byte[isIpv6 ? IPV6_BYTES : Integer.BYTES];
    var rest = bits;
    for (var i = (isIpv6 ? IPV6_KEPT_BYTES : IPV4_KEPT_BYTES) - 1; i >= 0; i--) {
      bytes[i] = (byte) rest;
      rest >>>= Byte.SIZE;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
