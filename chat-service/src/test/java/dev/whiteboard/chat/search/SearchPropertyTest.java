package dev.whiteboard.chat.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is written, and whatever is looked for. */
final class SearchPropertyTest {
  /** Few, so that what is looked for is found often, and often nearly. */
  private static final String DENSE = "東京都大阪のラメー서울에";

  record Cut(String run, int from, int to) {
    String part() {
      return run.substring(from, to);
    }
  }

  @Provide
  Arbitrary<Cut> cuts() {
    return Arbitraries.strings()
        .withChars(DENSE)
        .ofMinLength(2)
        .ofMaxLength(12)
        .flatMap(run ->
            Combinators.combine(
                    Arbitraries.integers().between(0, run.length() - 2),
                    Arbitraries.integers().between(0, run.length() - 2))
                .as((from, more) -> new Cut(run, from, Math.min(from + 2 + more, run.length()))));
  }

  @Provide
  Arbitrary<String> mixed() {
    var characters = (DENSE + "ab 2-\"é、👍 ").codePoints().mapToObj(Character::toString).toList();
    return Arbitraries.of(characters).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Property
  void partOfARun_ofTwoCharactersOrMore_hasNoTokenThatTheRunHasNot(@ForAll("cuts") Cut cut) {
    var ofRun = new HashSet<>(texts(cut.run));

    assertThat(Phrase.of(cut.part(), false).parts())
        .isNotEmpty()
        .allMatch(part -> ofRun.contains(part.text()));
  }

  @Property
  void phrase_ofDenseScript_isFoundWhereIndexOfFindsIt(
      @ForAll("cuts") Cut text, @ForAll("cuts") Cut other) {
    for (var sought : List.of(text.part(), other.part(), other.run.substring(0, 1))) {
      var found = SearchQuery.parse(sought).orElseThrow().highlights(text.run);

      assertThat(found).isEqualTo(occurrences(text.run, sought));
    }
  }

  @Property
  void highlights_areInOrder_apart_andInTheText(
      @ForAll("mixed") String text, @ForAll("mixed") String sought) {
    var query = SearchQuery.parse(sought);
    Assume.that(query.isPresent());

    var last = -1;
    for (var highlight : query.orElseThrow().highlights(text)) {
      assertThat(highlight.start()).isGreaterThan(last);
      assertThat(highlight.end()).isGreaterThan(highlight.start());
      last = highlight.end();
    }
    assertThat(last).isLessThanOrEqualTo(text.length());
  }

  @Property
  void anyText_isCutIntoTokensInItsOrder_ofLettersAlone(@ForAll String text) {
    var tokens = Tokenizer.tokens(text);

    for (var token : tokens) {
      assertThat(token.text()).isNotEmpty().doesNotContain("'", "\\", " ", "\0", "/");
      assertThat(0 <= token.start() && token.start() < token.firstEnd()).isTrue();
      assertThat(token.firstEnd() <= token.end() && token.end() <= text.length()).isTrue();
    }
    assertThat(tokens).isSortedAccordingTo((a, b) -> Integer.compare(a.start(), b.start()));
  }

  @Property
  void anyQuery_isReadOrRefused_andFindsItself(@ForAll String sought) {
    var query = SearchQuery.parse(sought);

    query.ifPresent(one -> assertThat(one.tsquery()).startsWith("((").doesNotContain("\0", "\\"));
  }

  @Property
  void excerpt_holdsTheFirstHighlight_andCutsNoCharacterInTwo(
      @ForAll("mixed") String before,
      @ForAll("mixed") String after,
      @ForAll @IntRange(max = 12) int times) {
    var body = before.repeat(times) + " needle " + after.repeat(12);
    var highlights = SearchQuery.parse("needle").orElseThrow().highlights(body);

    var excerpt = Excerpt.of(body, highlights);

    var first = excerpt.highlights().getFirst();
    assertThat(excerpt.text().substring(first.start(), first.end())).isEqualTo("needle");
    assertThat(body.startsWith(excerpt.text(), excerpt.offset())).isTrue();
    assertThat(excerpt.text().length()).isLessThanOrEqualTo(Excerpt.CHARS_MAX);
    assertThat(excerpt.text().getBytes(UTF_8)).asString(UTF_8).isEqualTo(excerpt.text());
  }

  /** By {@code indexOf}, from each place on; those that overlap or touch are one. */
  private static List<Highlight> occurrences(String text, String sought) {
    var found = new ArrayList<Highlight>();
    for (var at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
      var isNext = !found.isEmpty() && at <= found.getLast().end();
      var start = isNext ? found.removeLast().start() : at;
      found.add(new Highlight(start, at + sought.length()));
    }
    return found;
  }

  private static List<String> texts(String text) {
    return Tokenizer.tokens(text).stream().map(Token::text).toList();
  }
}
