package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchQueryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "fat rat            → (('fat') & ('rat'))",
        "Fat OR rat         → (('fat')) | (('rat'))",
        "fat rat or cat dog → (('fat') & ('rat')) | (('cat') & ('dog'))",
        "\"fat rat\"        → (('fat' <1> 'rat'))",
        "\"fat rat          → (('fat' <1> 'rat'))",
        "fat -rat           → (('fat') & !('rat'))",
        "fat -\"big rat\"   → (('fat') & !('big' <1> 'rat'))",
        "fat - rat          → (('fat') & ('rat'))",
        "e-mail             → (('e' <1> 'mail'))",
        "fat or             → (('fat') & ('or'))",
        "or fat             → (('or') & ('fat'))",
        "fat or or rat      → (('fat')) | (('or') & ('rat'))",
        "... or fat         → (('fat'))",
        "fat or ...         → (('fat'))",
        "\"fat\"or\"rat\"   → (('fat')) | (('rat'))",
        "fat!!! (rat) & cat → (('fat') & ('rat') & ('cat'))",
        "wond*              → (('wond':*))",
        "wo* fat            → (('wo') & ('fat'))",
        "e-mai*             → (('e' <1> 'mai':*))",
        "東                  → (('東':*))",
        "東京                → (('東京'))",
        "東京都               → (('東京' <1> '京都'))",
        "東京　大阪           → (('東京') & ('大阪'))",
        "\"東京 版 2\"        → (('東京' <2> '版':* <1> '2'))",
        "東京 -大阪 or 서울    → (('東京') & !('大阪')) | (('서울'))",
        "iPhone手机          → (('iphone' <1> '手机'))",
        "👍🏽                 → (('👍'))",
        "a plan             → (('a') & ('plan'))",
        "a'); DROP TABLE x  → (('a') & ('drop') & ('table') & ('x'))",
        "fat \\ ' \\' rat   → (('fat') & ('rat'))",
      })
  void query_isReadAsOnTheWeb(String text, String expected) {
    assertThat(SearchQuery.parse(text).orElseThrow().tsquery()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "\"",
        "\"\"",
        "-\"",
        "!!!",
        "& | ! ( )",
        "<->",
        ":*",
        "*",
        "-fat",
        "-fat -rat",
        "a",
        "a b",
        "x*",
        "fat or -rat",
        "fat or a",
        "\0",
        "\ud800",
        "\udc00\ud800"
      })
  void query_withNothingToLookFor_isNone(String text) {
    assertThat(SearchQuery.parse(text)).isEmpty();
  }

  @Test
  void query_thatIsTooLong_isNone() {
    assertThat(SearchQuery.parse("ab ".repeat(66) + "ab")).isPresent();
    assertThat(SearchQuery.parse("ab ".repeat(67))).isEmpty();
    assertThat(SearchQuery.parse("東".repeat(201))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rat                | a Rat, a rat!       | a [Rat], a [rat]!",
        "fat or rat         | the fat rat         | the [fat] [rat]",
        "\"fat rat\"        | fat cat, fat  rat   | fat cat, [fat]  [rat]",
        "fat -rat           | fat cat             | [fat] cat",
        "won*               | wonderful wok       | [wonderful] wok",
        "東                  | 東京と東              | [東]京と[東]",
        "京都                | 東京都と京都            | 東[京都]と[京都]",
        "東京都               | 東京都と東京            | [東京都]と東京",
        "ガギ                | 🎉ｶﾞｷﾞ!              | 🎉[ｶﾞｷﾞ]!",
        "kg                 | 5 ㎏                 | 5 [㎏]",
        "👍                  | ok 👍🏽👍🏽             | ok [👍🏽👍🏽]",
        "e-mail             | E-Mail, e mail      | [E]-[Mail], [e] [mail]",
        "fat rat            | only fat            | only [fat]",
        "rat                | nothing             | nothing",
      })
  void highlights_areInTheTextAsItWasWritten(String query, String text, String expected) {
    assertThat(marked(text, query)).isEqualTo(expected);
  }

  @Test
  void highlights_takeAccentsAlong() {
    assertThat(marked("😀 un cafe\u0301s", "cafés")).isEqualTo("😀 un [cafe\u0301s]");
    assertThat(marked("\u1112\u1161\u11ab\u1100\u1173\u11af!", "한"))
        .isEqualTo("[\u1112\u1161\u11ab]\u1100\u1173\u11af!");
  }

  private static String marked(String text, String query) {
    var marked = new StringBuilder(text);
    for (var highlight : SearchQuery.parse(query).orElseThrow().highlights(text).reversed()) {
      marked.insert(highlight.end(), ']').insert(highlight.start(), '[');
    }
    return marked.toString();
  }
}
