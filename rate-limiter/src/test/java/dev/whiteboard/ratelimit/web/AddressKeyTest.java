package dev.whiteboard.ratelimit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressKeyTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
    "2001:db8:1:2::1, 20010db800010002/64",
    "2001:db8:1:3::1, 20010db800010003/64",
    "::1, 0000000000000000/64",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void of_address_isItselfOrItsNetwork(String address, String key) {
    assertThat(AddressKey.of(InetAddress.ofLiteral(address))).isEqualTo(key);
  }
}
