package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketOptionsTest {
  @Test
  void read_nothingGiven_isTheDefault() {
    assertThat(read(Map.of())).isEqualTo(SocketOptions.DEFAULT);
  }

  @Test
  void read_allGiven_isWhatWasGiven() {
    var options =
        read(
            Map.of(
                "CHAT_MESSAGE_BYTES_MAX", "2048",
                "CHAT_QUEUED_BYTES_MAX", "65536",
                "CHAT_CLOSE_DEADLINE", "PT1S",
                "CHAT_ORIGINS", "https://A.example, https://b.example:8443",
                "CHAT_COMPRESSION", "true"));

    assertThat(options)
        .isEqualTo(
            new SocketOptions(
                2_048,
                2_048,
                65_536,
                Duration.ofSeconds(1),
                Set.of("https://a.example", "https://b.example:8443"),
                List.of(),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_MESSAGE_BYTES_MAX, 10",
    "CHAT_QUEUED_BYTES_MAX, 0",
    "CHAT_COMPRESSION, yes",
    "CHAT_CLOSE_DEADLINE, 5"
  })
  void read_badValue_isRefusedByName(String name, String value) {
    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> read(Map.of(name, value)))
        .withMessageContaining(name);
  }

  @Test
  void socketOptions_boundOfNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SocketOptions(0, 1, 1, Duration.ofSeconds(1), Set.of(), List.of(), false));
  }

  private static SocketOptions read(Map<String, String> environment) {
    return SocketOptions.read(Settings.of(environment, List.of()), List.of());
  }
}
