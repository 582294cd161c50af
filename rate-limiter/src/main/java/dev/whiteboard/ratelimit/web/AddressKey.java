package dev.whiteboard.ratelimit.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Under which key an address is counted. */
public final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private AddressKey() {}

  /**
   * An IPv4 address counts as it is, an IPv6 address as its /64: a customer has at least that many,
   * and takes another for each request if that helps.
   */
  public static String of(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
        : address.getHostAddress();
  }
}
