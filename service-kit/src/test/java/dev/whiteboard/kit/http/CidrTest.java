package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
    "192.168.1.1, 192.168.1.1, true",
    "192.168.1.1, 192.168.1.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "::1, ::1, true",
    "fc00::/7, fd12::1, true",
    "fc00::/7, fe80::1, false",
    "10.0.0.0/8, ::1, false",
  })
  void contains_known_isSo(String block, String address, boolean inside) {
    assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  /** By another way: both numbers, shifted to the prefix, are the same. */
  @Property
  void contains_anyTwo_agreesWithShifting(
      @ForAll @Size(16) byte[] network,
      @ForAll @Size(16) byte[] other,
      @ForAll @IntRange(min = 0, max = 128) int bits,
      @ForAll @IntRange(min = 0, max = 16) int sameBytes)
      throws UnknownHostException {
    System.arraycopy(network, 0, other, 0, sameBytes);
    if (isMappedIpv4(network) || isMappedIpv4(other)) {
      return; // Java makes an IPv4 address of it
    }
    var same =
        new BigInteger(1, network)
            .shiftRight(128 - bits)
            .equals(new BigInteger(1, other).shiftRight(128 - bits));

    assertThat(
            new Cidr(InetAddress.getByAddress(network), bits)
                .contains(InetAddress.getByAddress(other)))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129"})
  void parse_noBlock_isRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean isMappedIpv4(byte[] address) {
    var prefix = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    return Arrays.equals(address, 0, 12, prefix, 0, 12);
  }
}
