package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "10.0.0.0/9, 10.127.0.1, true",
    "10.0.0.0/9, 10.128.0.1, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "::1, ::1, true",
    "fd00::/8, fd12:3456::1, true",
    "fd00::/8, fe80::1, false",
    "::/0, 2001:db8::1, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 127.0.0.1, false",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
  })
  void contains_known_isSo(String block, String address, boolean inside) {
    assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.0/x",
        "::/129",
        "localhost",
        "example.com/8",
        "256.0.0.1",
        "10.0.0.0 /8"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void contains_v4_agreesWithArithmetic(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] other,
      @ForAll @IntRange(max = 32) int bits,
      @ForAll @IntRange(max = 31) int flipped)
      throws UnknownHostException {
    var block = new Cidr(InetAddress.getByAddress(network), bits);

    for (var address : new byte[][] {network, other, flip(network, flipped)}) {
      assertThat(block.contains(InetAddress.getByAddress(address)))
          .isEqualTo(prefix(network, bits).equals(prefix(address, bits)));
    }
  }

  @Property
  void contains_v6_agreesWithArithmetic(
      @ForAll @Size(16) byte[] network,
      @ForAll @Size(16) byte[] other,
      @ForAll @IntRange(max = 128) int bits,
      @ForAll @IntRange(max = 127) int flipped)
      throws UnknownHostException {
    var block = new Cidr(v6(network), bits);

    for (var address : new byte[][] {network, other, flip(network, flipped)}) {
      assertThat(block.contains(v6(address)))
          .isEqualTo(prefix(network, bits).equals(prefix(address, bits)));
    }
  }

  private static BigInteger prefix(byte[] address, int bits) {
    return new BigInteger(1, address).shiftRight(address.length * 8 - bits);
  }

  private static byte[] flip(byte[] address, int bit) {
    var flipped = address.clone();
    flipped[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return flipped;
  }

  /** {@link InetAddress#getByAddress} would make an IPv4 address of a mapped one. */
  private static InetAddress v6(byte[] address) throws UnknownHostException {
    return Inet6Address.getByAddress(null, address, -1);
  }
}
