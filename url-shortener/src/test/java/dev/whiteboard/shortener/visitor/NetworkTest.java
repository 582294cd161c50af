package dev.whiteboard.shortener.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.0",
    "255.255.255.255, 255.255.255.0",
    "2001:db8:1234:5678:9abc:def0:1234:5678, 2001:db8:1234::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff::",
    "::ffff:203.0.113.77, 203.0.113.0"
  })
  void of_address_forgetsItsEnd(String address, String first) {
    var network = Network.of(InetAddress.ofLiteral(address));

    assertThat(network.first()).isEqualTo(InetAddress.ofLiteral(first));
  }
}
