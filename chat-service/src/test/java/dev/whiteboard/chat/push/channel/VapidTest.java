package dev.whiteboard.chat.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VapidTest {
  /** Push services compare it as text. */
  @ParameterizedTest
  @CsvSource({
    "https://push.example/abc, https://push.example",
    "https://push.example:443/abc?x=1, https://push.example",
    "https://push.example:8443/abc, https://push.example:8443",
    "http://127.0.0.1:80/, http://127.0.0.1",
    "https://[2001:db8::1]/x, https://[2001:db8::1]"
  })
  void origin_isWithoutItsUsualPort(String endpoint, String origin) {
    assertThat(Vapid.origin(URI.create(endpoint))).isEqualTo(origin);
  }
}
