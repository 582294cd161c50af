package dev.whiteboard.shortener.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressKeyTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,        192.0.2.1,        true",
    "192.0.2.1,        192.0.2.2,        false",
    "::ffff:192.0.2.1, 192.0.2.1,        true",
    "2001:db8:0:1::1,  2001:db8:0:1::ff, true",
    "2001:db8:0:1::1,  2001:db8:0:2::1,  false",
  })
  void of_twoAddresses_areOneClientOrTwo(String one, String other, boolean same) {
    assertThat(key(one).equals(key(other))).isEqualTo(same);
  }

  private static String key(String address) {
    return AddressKey.of(InetAddress.ofLiteral(address));
  }
}
