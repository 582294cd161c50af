package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Ada",
        "ada.lovelace_99-x",
        "Ada King Lovelace",
        "7",
        "a.",
        "Łukasz",
        "अदिति",
        "李小龙",
        "שלום",
        "𐐷",
        "12345678901234567890123456789012"
      })
  void parse_lettersAndDigitsOfAnyScript_isAName(String text) {
    assertThat(AccountName.parse(text)).map(AccountName::shown).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".a",
        "_a",
        "a  b",
        "a\tb",
        "a\nb",
        "a/b",
        "a@b",
        "a\u200db",
        "a\u202eb",
        "\u3164",
        "a\uffa0",
        "a\ufe0f",
        "\u0301a",
        "🙂",
        "123456789012345678901234567890123"
      })
  void parse_anythingElse_isNone(String text) {
    assertThat(AccountName.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Ada,ADA",
    "Ａda,ada",
    "é,e\u0301",
    "Straße,STRASSE",
    "ẞ,ss",
    "ΣΟΦΟΣ,σοφος",
    "σοφοσ,σοφος",
    "ǅ,ǆ",
    "İ,i̇"
  })
  void key_spellingsOfOneName_areOne(String one, String other) {
    assertThat(key(one)).isEqualTo(key(other));
  }

  @Test
  void parse_spacesAroundIt_arePassedOver() {
    assertThat(AccountName.parse(" a. b ")).map(AccountName::shown).hasValue("a. b");
  }

  @Test
  void key_lettersThatLookAlike_stayTwo() {
    assertThat(key("a")).isNotEqualTo(key("а")); // the second is Cyrillic
  }

  @Test
  void parse_nameMeantToBeSlow_isQuick() {
    var text = "a.".repeat(15) + "a!";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(AccountName.parse(text)).isEmpty());
  }

  @Property
  void key_anyText_isItsOwnKey(@ForAll @StringLength(max = 12) String text) {
    assertThat(AccountName.keyOf(AccountName.keyOf(text))).isEqualTo(AccountName.keyOf(text));
  }

  @Test
  void key_everyLetterThereIs_isTheSameInOtherCasesAndForms() {
    for (var letter = 1; letter <= Character.MAX_CODE_POINT; letter++) {
      if (Character.isLetter(letter)) {
        assertOneKey("x" + Character.toString(letter) + "x");
      }
    }
  }

  private static void assertOneKey(String text) {
    var key = AccountName.keyOf(text);
    var others =
        List.of(
            key,
            text.toUpperCase(Locale.ROOT),
            text.toLowerCase(Locale.ROOT),
            Normalizer.normalize(text, Form.NFD));
    if (!others.stream().map(AccountName::keyOf).allMatch(key::equals)) {
      throw new AssertionError(text + " has more keys than " + key);
    }
  }

  @Property
  void parse_whatIsShown_isTheSameNameAgain(@ForAll @StringLength(max = 40) String text) {
    AccountName.parse(text)
        .ifPresent(name -> assertThat(AccountName.parse(name.shown())).hasValue(name));
  }

  private static String key(String text) {
    return AccountName.parse(text).orElseThrow().key();
  }
}
