package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.account.AccountName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MentionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@ada look              | ada",
        "look, @Ada!            | ada",
        "look, @ADA.            | Ada",
        "(@ada)                 | ada",
        "@adamant and @ada      | ada",
        "@ada lovelace, please  | Ada Lovelace",
        "@ada lovelace, please  | ada",
        "@Straße                | strasse",
        "@小明 看               | 小明"
      })
  void name_spokenTo_isFound(String words, String name) {
    assertThat(Mentions.in(words).name(key(name))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ada, look              | ada",
        "ada@ada.example        | ada",
        "@adamant               | ada",
        "@ada_2                 | ada",
        "@ ada                  | ada",
        "@bob                   | ada",
        "''                     | ada"
      })
  void name_notSpokenTo_isNotFound(String words, String name) {
    assertThat(Mentions.in(words).name(key(name))).isFalse();
  }

  private static String key(String name) {
    return AccountName.parse(name).orElseThrow().key();
  }
}
