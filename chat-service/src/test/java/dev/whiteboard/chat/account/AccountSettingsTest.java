package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.account.AccountSettings.Limits;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AccountSettingsTest {
  @Test
  void read_nothingSet_areWhatIsPromised() {
    assertThat(AccountSettings.read(Settings.of(Map.of(), List.of())))
        .isEqualTo(
            new AccountSettings(
                Duration.ofHours(1),
                Duration.ofDays(30),
                new PasswordHashes.Cost(19_456, 3),
                2,
                new Limits(1_000, 1_000, 10)));
  }

  @Test
  void read_outOfBounds_isRefused() {
    var settings = Settings.of(Map.of("CHAT_PASSWORD_MEMORY_KIB", "1"), List.of());

    assertThatThrownBy(() -> AccountSettings.read(settings))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("CHAT_PASSWORD_MEMORY_KIB");
  }
}
