package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisUrlTest {
  @Test
  void addresses_ofOne_isOne() {
    assertThat(RedisUrl.addresses("redis://:secret@127.0.0.1:7000/2"))
        .singleElement()
        .satisfies(address -> {
          assertThat(address.getPort()).isEqualTo(7000);
          assertThat(address.getDatabase()).isEqualTo(2);
        });
  }

  @Test
  void addresses_ofSeveral_sharePassword() {
    var addresses = RedisUrl.addresses("rediss://:secret@a:7000,b,c:7002");

    assertThat(addresses).extracting(RedisURI::getHost).containsExactly("a", "b", "c");
    assertThat(addresses).extracting(RedisURI::getPort).containsExactly(7000, 6379, 7002);
    assertThat(addresses).allMatch(RedisURI::isSsl);
    assertThat(addresses)
        .extracting(RedisURI::toString) // a star for each character of the password
        .allMatch(text -> text.contains("://******@"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://:secret@a",
        "redis://",
        "redis://:secret@a:x",
        "redis://a,,b",
        "redis://:secret@a,b/1"
      })
  void addresses_ofSomethingElse_isRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> RedisUrl.addresses(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }

  @Test
  void read_none_isAServerOnThisMachine() {
    assertThat(RedisUrl.read(Settings.of(Map.of(), List.of()))).isEqualTo("redis://127.0.0.1:6379");
  }

  @Test
  void read_bad_namesTheSettingAndWhatItIsToBe_withoutThePassword() {
    var settings = Settings.of(Map.of("REDIS_URL", "redis://:secret@a:1,b:x"), List.of());

    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> RedisUrl.read(settings))
        .withMessageContaining("REDIS_URL")
        .withMessageContaining("redis://:password@host:port,host:port")
        .withMessageContaining("a:1,b:x")
        .withMessageNotContaining("secret");
  }
}
