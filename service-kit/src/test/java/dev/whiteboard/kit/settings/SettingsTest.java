package dev.whiteboard.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  @Test
  void text_flagAndVariable_theFlagWins() {
    var environment = Map.of("APP_HOST", "variable");

    assertThat(read(environment, "--app-host", "flag")).isEqualTo("flag");
    assertThat(read(environment, "--app-host=flag")).isEqualTo("flag");
    assertThat(read(environment)).isEqualTo("variable");
    assertThat(read(Map.of())).isEqualTo("default");
  }

  @Test
  void text_blank_countsAsNotGiven() {
    assertThat(read(Map.of("APP_HOST", " "))).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "x", "8.5", "99999999999"})
  void port_noPort_isRefusedNamingItBothWays(String value) {
    var settings = Settings.of(Map.of("APP_PORT", value), List.of());

    assertThatThrownBy(() -> settings.port("APP_PORT", 80, "the port"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("APP_PORT (or --app-port)")
        .hasMessageContaining("'" + value + "'");
  }

  @Test
  void duration_isoOnly_andPositive() {
    assertThat(duration("PT1.5S")).isEqualTo(Duration.ofMillis(1_500));
    for (var bad : List.of("5", "PT0S", "-PT1S", "five")) {
      assertThatThrownBy(() -> duration(bad)).hasMessageContaining(bad);
    }
  }

  @Test
  void requiredText_missing_isNamed() {
    var settings = Settings.of(Map.of(), List.of());

    assertThatThrownBy(() -> settings.requiredText("APP_KEY", "the key"))
        .hasMessageContaining("APP_KEY")
        .hasMessageContaining("the key");
  }

  @Test
  void refuseUnknown_mistyped_suggestsTheNearestInItsSpelling() {
    assertThatThrownBy(() -> refuseUnknown(Map.of(), "--app-prot", "1"))
        .hasMessage("unknown flag --app-prot: did you mean --app-port?");
    assertThatThrownBy(() -> refuseUnknown(Map.of("APP_PROT", "1")))
        .hasMessage("unknown setting APP_PROT: did you mean APP_PORT?");
    assertThatThrownBy(() -> refuseUnknown(Map.of(), "--something-else", "1"))
        .hasMessage("unknown flag --something-else");
  }

  @Test
  void refuseUnknown_othersVariables_areLeftAlone() {
    refuseUnknown(Map.of("HOME", "/somewhere", "APP_PORT", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-port", "-p"})
  void of_noFlag_isRefused(String argument) {
    assertThatThrownBy(() -> Settings.of(Map.of(), List.of(argument)))
        .hasMessageContaining(argument);
  }

  @Test
  void of_flagWithoutValueOrTwice_isRefused() {
    assertThatThrownBy(() -> Settings.of(Map.of(), List.of("--app-port")))
        .hasMessageContaining("no value");
    assertThatThrownBy(() -> Settings.of(Map.of(), List.of("--a=1", "--a=2")))
        .hasMessageContaining("twice");
  }

  @Test
  void help_namesEachSettingWithDefaultAndMeaning() {
    var settings = Settings.of(Map.of(), List.of());
    settings.port("APP_PORT", 8081, "the port to listen on");

    assertThat(settings.help()).contains("--app-port", "the port to listen on", "(8081)");
  }

  private static String read(Map<String, String> environment, String... arguments) {
    return Settings.of(environment, List.of(arguments)).text("APP_HOST", "default", "the host");
  }

  private static Duration duration(String value) {
    return Settings.of(Map.of("APP_WAIT", value), List.of())
        .duration("APP_WAIT", Duration.ofSeconds(1), "the wait");
  }

  private static void refuseUnknown(Map<String, String> environment, String... arguments) {
    var settings = Settings.of(environment, List.of(arguments)).owning("APP_");
    settings.port("APP_PORT", 80, "the port");
    settings.refuseUnknown();
  }
}
