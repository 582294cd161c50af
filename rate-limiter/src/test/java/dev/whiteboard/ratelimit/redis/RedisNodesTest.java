package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisNodesTest {
  @Test
  void addresses_ofOne_isOne() {
    assertThat(RedisNodes.addresses("redis://:secret@127.0.0.1:7000/2"))
        .singleElement()
        .satisfies(address -> {
          assertThat(address.getPort()).isEqualTo(7000);
          assertThat(address.getDatabase()).isEqualTo(2);
        });
  }

  @Test
  void addresses_ofSeveral_sharePassword() {
    var addresses = RedisNodes.addresses("rediss://:secret@a:7000,b,c:7002");

    assertThat(addresses).extracting(RedisURI::getHost).containsExactly("a", "b", "c");
    assertThat(addresses).extracting(RedisURI::getPort).containsExactly(7000, 6379, 7002);
    assertThat(addresses).allMatch(RedisURI::isSsl);
    assertThat(addresses).allMatch(uri -> "secret".equals(new String(password(uri))));
  }

  private static char[] password(RedisURI uri) {
    var credentials = uri.getCredentialsProvider().resolveCredentials().block();
    return credentials == null ? new char[0] : credentials.getPassword();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://:secret@a", "redis://", "redis://:secret@a:x", "redis://a,,b"})
  void addresses_ofSomethingElse_isRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> RedisNodes.addresses(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }
}
