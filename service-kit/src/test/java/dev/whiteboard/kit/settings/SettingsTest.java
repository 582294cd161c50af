package dev.whiteboard.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  private static final String NAME = "TEA_NAME";
  private static final String PORT = "TEA_PORT";

  @Test
  void text_nothingGiven_isTheDefault() {
    assertThat(flags().text(NAME, "oolong", "")).isEqualTo("oolong");
    assertThat(flags().text(NAME, "")).isEmpty();
  }

  @Test
  void text_variable_isTaken() {
    assertThat(variable(NAME, "assam").text(NAME, "oolong", "")).isEqualTo("assam");
  }

  @Test
  void text_flagAndVariable_flagWins() {
    var settings = Settings.of(Map.of(NAME, "assam"), List.of("--tea-name", "sencha"));

    assertThat(settings.text(NAME, "oolong", "")).isEqualTo("sencha");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void text_blank_countsAsNotGiven(String blank) {
    assertThat(variable(NAME, blank).text(NAME, "oolong", "")).isEqualTo("oolong");
    assertThat(flags("--tea-name=" + blank).text(NAME, "oolong", "")).isEqualTo("oolong");
  }

  @Test
  void text_blankFlag_leavesTheVariable() {
    var settings = Settings.of(Map.of(NAME, "assam"), List.of("--tea-name="));

    assertThat(settings.text(NAME, "oolong", "")).isEqualTo("assam");
  }

  @Test
  void text_blanksAroundIt_areStripped() {
    assertThat(variable(NAME, " green tea\n").text(NAME, "", "")).isEqualTo("green tea");
  }

  @Test
  void of_equalsSignInAValue_staysInIt() {
    assertThat(flags("--tea-name=a=b").text(NAME, "", "")).isEqualTo("a=b");
    assertThat(flags("--tea-name", "a=b").text(NAME, "", "")).isEqualTo("a=b");
    assertThat(flags("--tea-name=--a").text(NAME, "", "")).isEqualTo("--a");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--tea-name, --tea-name has no value",
        "--tea-name --tea-port 1, --tea-name has no value",
        "tea, 'tea' is no flag: flags begin with --",
        "-t, '-t' is no flag: flags begin with --",
        "--tea-name a b, 'b' is no flag: flags begin with --",
        "--tea-name a --tea-name b, --tea-name is given twice",
        "--tea-name a --tea-name=a, --tea-name is given twice",
      })
  void of_malformedArguments_isRefusedInOneLine(String arguments, String line) {
    assertRefused(line, () -> flags(arguments.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "8080", "65535", "+1"})
  void port_inRange_isTaken(String port) {
    assertThat(flags("--tea-port", port).port(PORT, 1, "")).isEqualTo(Integer.parseInt(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "99999999999", "http", "80.0", "0x50", "8 0"})
  void port_outside_isRefusedAndNamesBothSpellings(String port) {
    assertRefused(
        "TEA_PORT (or --tea-port) must be a whole number from 0 to 65535, but is '" + port + "'",
        () -> flags("--tea-port=" + port).port(PORT, 1, ""));
  }

  @Test
  void integer_atBothEnds_isTaken() {
    var range = new IntRange(-2, 3);

    assertThat(flags("--tea-port", "-2").integer(PORT, 0, range, "")).isEqualTo(-2);
    assertThat(flags("--tea-port", "3").integer(PORT, 0, range, "")).isEqualTo(3);
    assertRefused(
        "TEA_PORT (or --tea-port) must be a whole number from -2 to 3, but is '4'",
        () -> flags("--tea-port", "4").integer(PORT, 0, range, ""));
  }

  @Test
  void intRange_empty_isRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new IntRange(2, 1))
        .withMessage("empty range: 2 to 1");
  }

  @Test
  void duration_iso_isTaken() {
    var settings = flags("--tea-time", "PT1M30S");

    assertThat(settings.duration("TEA_TIME", Duration.ofSeconds(5), "")).hasSeconds(90);
    assertThat(flags().duration("TEA_TIME", Duration.ofSeconds(5), "")).hasSeconds(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-5S", "5s", "5", "PT", "PT99999999999999999999H"})
  void duration_notPositiveIso_isRefused(String duration) {
    assertRefused(
        "TEA_TIME (or --tea-time) must be a positive ISO 8601 duration such as PT5S, but is '"
            + duration
            + "'",
        () -> variable("TEA_TIME", duration).duration("TEA_TIME", Duration.ofSeconds(5), ""));
  }

  @Test
  void list_commas_areSplitAndStripped() {
    assertThat(variable(NAME, " a, b ,c").list(NAME, "")).containsExactly("a", "b", "c");
    assertThat(variable(NAME, " ").list(NAME, "")).isEmpty();
    assertThat(flags().list(NAME, "")).isEmpty();
  }

  @Test
  void requiredText_missing_isRefusedWithItsMeaning() {
    assertThat(variable(NAME, "assam").requiredText(NAME, "what to brew")).isEqualTo("assam");
    assertRefused(
        "TEA_NAME (or --tea-name) is missing: what to brew",
        () -> flags().requiredText(NAME, "what to brew"));
  }

  @Test
  void parsed_goodValueOrDefault_isParsed() {
    URI given = flags("--tea-url", "a:b").parsed("TEA_URL", "c:d", "", URI::create, "a URL");
    URI byDefault = flags().parsed("TEA_URL", "c:d", "", URI::create, "a URL");

    assertThat(given).hasToString("a:b");
    assertThat(byDefault).hasToString("c:d");
  }

  /** The line goes to a terminal and to logs: a URL is shown from its host on. */
  @ParameterizedTest
  @CsvSource({
    "mysql://tea:secret@host/db, ...@host/db",
    "mysql://tea:sec/ret@host/db, ...@host/db",
    "tea:secret@host, ...@host",
    "mysql://tea:s@secret@host/db, ...@host/db",
    "mysql://host/db?user=tea&password=secret, mysql://host/db?...",
    "mysql://tea:sec?ret@host/db?a=b, ...@host/db?...",
    "mysql://host, mysql://host",
  })
  void parsed_badUrl_showsNoPassword(String url, String shown) {
    assertRefused(
        "TEA_URL (or --tea-url) must be a URL, but is '" + shown + "'",
        () ->
            variable("TEA_URL", url)
                .parsed(
                    "TEA_URL",
                    "",
                    "",
                    text -> {
                      throw new IllegalArgumentException(text);
                    },
                    "a URL"));
  }

  /** What may be a password and what not can't be told in every broken value. */
  @Test
  void parsedUnseen_badValue_showsWhatIsWrongAndNothingOfIt() {
    var line = "TEA_URL (or --tea-url) must be a URL: not a URL";
    var settings = variable("TEA_URL", "mysql://tea:secret/db");
    Function<String, URI> parse =
        _ -> {
          throw new IllegalArgumentException("not a URL");
        };

    assertRefused(line, () -> settings.parsedUnseen("TEA_URL", "", "", parse, "a URL"));
    assertRefused(line, () -> settings.parsedUnseen("TEA_URL", "", parse, "a URL"));
  }

  @Test
  void parsedUnseen_goodValueDefaultOrNone_isParsed() {
    URI given = flags("--tea-url", "a:b").parsedUnseen("TEA_URL", "c:d", "", URI::create, "a URL");
    URI byDefault = flags().parsedUnseen("TEA_URL", "c:d", "", URI::create, "a URL");

    assertThat(given).hasToString("a:b");
    assertThat(byDefault).hasToString("c:d");
    assertThat(flags().parsedUnseen("TEA_URL", "", URI::create, "a URL")).isEmpty();
  }

  @Test
  void refuseUnknown_allDeclared_passes() {
    var settings =
        Settings.of(Map.of(NAME, "assam", "PATH", "/bin"), List.of("--tea-port", "1"))
            .owning("TEA_");
    settings.text(NAME, "");
    settings.port(PORT, 1, "");

    settings.refuseUnknown();
  }

  @ParameterizedTest
  @CsvSource({
    "--tea-prot, unknown flag --tea-prot: did you mean --tea-port?",
    "--TEA-NAM, unknown flag --tea-nam: did you mean --tea-name?",
    "--coffee, unknown flag --coffee",
  })
  void refuseUnknown_flag_isNamedWithTheNearest(String flag, String line) {
    var settings = flags(flag, "1").owning("TEA_");
    declareBoth(settings);

    assertRefused(line, settings::refuseUnknown);
  }

  @ParameterizedTest
  @CsvSource({
    "TEA_PROT, unknown setting TEA_PROT: did you mean TEA_PORT?",
    "TEA_STEEPING_TIME, unknown setting TEA_STEEPING_TIME",
  })
  void refuseUnknown_variableOfOurs_isNamedWithTheNearest(String variable, String line) {
    var settings = variable(variable, "1").owning("TEA_");
    declareBoth(settings);

    assertRefused(line, settings::refuseUnknown);
  }

  @Test
  void refuseUnknown_variableOfOthers_isLeftAlone() {
    var settings = variable("TEAPOT", "1").owning("TEA_");
    declareBoth(settings);

    settings.refuseUnknown();
  }

  @Test
  void help_listsEachSettingWithMeaningAndDefault() {
    var settings = flags();
    settings.text(NAME, "oolong", "what to brew");
    settings.port(PORT, 8081, "the port to listen on");
    settings.list("TEA_GUESTS", "who comes");

    assertThat(settings.help().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            " --tea-name what to brew (oolong)",
            " --tea-port the port to listen on (8081)",
            " --tea-guests who comes");
  }

  private static void declareBoth(Settings settings) {
    settings.text(NAME, "", "");
    settings.port(PORT, 1, "");
  }

  private static Settings flags(String... arguments) {
    return Settings.of(Map.of(), List.of(arguments));
  }

  private static Settings variable(String name, String value) {
    return Settings.of(Map.of(name, value), List.of());
  }

  private static void assertRefused(String line, Runnable reading) {
    assertThatExceptionOfType(BadSettingException.class).isThrownBy(reading::run).withMessage(line);
  }
}
