package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, World!                | hello world",
        "e-mail ada@example.com       | e mail ada example com",
        "don't user_name 3.14         | don t user name 3 14",
        "STRASSE Straße               | strasse strasse",
        "ΟΔΥΣΣΕΥΣ Ὀδυσσεύς            | οδυσσευσ ὀδυσσεύσ",
        "ＡＢＣ　１２３ ﬁn ㎏           | abc 123 fin kg",
        "東京都                        | 東京 京都 都",
        "猫                            | 猫",
        "ラーメン、ﾗｰﾒﾝ                 | ラー ーメ メン ン ラー ーメ メン ン",
        "서울에서 만나                    | 서울 울에 에서 서 만나 나",
        "the iPhone手机 2026年          | the iphone 手机 机 2026 年",
        "สวัสดี                        | สว วั ัส สด ดี ี",
        "二〇二六                       | 二〇 〇二 二六 六",
        "👍🏽 ❤️ 🇫🇷🇩🇪 👩‍🚀ok           | 👍 ❤ 🇫🇷 🇩🇪 👩🚀 ok",
        "--- ... () \"                 | ''",
      })
  void tokens_areWordsPairsAndPictures(String text, String expected) {
    assertThat(String.join(" ", texts(text))).isEqualTo(expected);
  }

  @Test
  void tokens_ofOneLetterInTwoSpellings_areTheSame() {
    assertThat(texts("cafe\u0301")).isEqualTo(texts("caf\u00e9"));
    assertThat(texts("\u1112\u1161\u11ab\u1100\u1173\u11af")).isEqualTo(texts("한글"));
    assertThat(texts("ｶﾞｷﾞ")).isEqualTo(texts("ガギ"));
    assertThat(texts("soft\u00adhyphen")).isEqualTo(texts("softhyphen"));
    assertThat(texts("葛\udb40\udd00城")).isEqualTo(texts("葛城"));
  }

  @Test
  void places_areThoseOfTheTextAsItWasWritten_withWholeCharacters() {
    var text = "🎉 cafe\u0301s ﬁn 한글\u1112\u1161\u11ab";

    var shown =
        Tokenizer.tokens(text).stream()
            .map(token -> text.substring(token.start(), token.end()))
            .toList();

    assertThat(shown)
        .containsExactly(
            "🎉", "cafe\u0301s", "ﬁn", "한글", "글\u1112\u1161\u11ab", "\u1112\u1161\u11ab");
  }

  @Test
  void longWord_isCutInParts() {
    assertThat(texts("x".repeat(150)))
        .containsExactly("x".repeat(64), "x".repeat(64), "x".repeat(22));
  }

  /** Of thousands of marks on one letter, or pictures joined to one, what comes first counts. */
  @ParameterizedTest
  @MethodSource("endless")
  void longCharacter_isAShortToken(String text) {
    assertThat(texts(text)).isNotEmpty().allMatch(token -> token.length() <= 128);
    assertThat(texts("one " + text + " two")).contains("one", "two");
  }

  static List<String> endless() {
    return List.of(
        "x" + "\u0301".repeat(4_000) + "\u0323".repeat(4_000),
        "👩\u200d".repeat(2_600),
        "x" + "\ud834\udd67".repeat(3_000),
        "\u1112".repeat(4_000) + "\u1161".repeat(2_000) + "\u11ab".repeat(2_000));
  }

  @Test
  void manyTokens_endWhereATsvectorDoes() {
    assertThat(texts("a ".repeat(20_000))).hasSize(Tokenizer.TOKENS_MAX);
    assertThat(texts("東".repeat(20_000))).hasSize(Tokenizer.TOKENS_MAX);
  }

  @Test
  void noText_whateverItHolds_isTooMuch() {
    assertThat(texts("\0\ud800 \udc00 a\uffff")).containsExactly("a");
    assertThat(texts("")).isEmpty();
  }

  @Test
  void vector_isWhatPostgresqlReads() {
    assertThat(Words.vector(Tokenizer.tokens("Go, 東京 go"))).isEqualTo("'go':1 '東京':2 '京':3 'go':4");
    assertThat(Words.vector(List.of())).isEmpty();
  }

  private static List<String> texts(String text) {
    return Tokenizer.tokens(text).stream().map(Token::text).toList();
  }
}
