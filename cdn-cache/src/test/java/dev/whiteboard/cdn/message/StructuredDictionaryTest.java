package dev.whiteboard.cdn.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.message.StructuredValue.Bool;
import dev.whiteboard.cdn.message.StructuredValue.Date;
import dev.whiteboard.cdn.message.StructuredValue.Display;
import dev.whiteboard.cdn.message.StructuredValue.InnerList;
import dev.whiteboard.cdn.message.StructuredValue.Item;
import dev.whiteboard.cdn.message.StructuredValue.Text;
import dev.whiteboard.cdn.message.StructuredValue.Token;
import dev.whiteboard.cdn.message.StructuredValue.Whole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dictionaries of RFC 9651, and a library that reads them too as the oracle. */
final class StructuredDictionaryTest {
  private static final int MEMBERS_MANY = 20_000;

  @Test
  void parse_valuesOfAllKinds_areRead() {
    var members =
        StructuredDictionary.parse(
                "a, b=?0, c=12;x;y=\"z\", d=word/1, e=\"a \\\"b\\\"\", f=@1659578233, g=%\"f%c3%bc\"")
            .orElseThrow();

    assertThat(members)
        .containsExactly(
            Map.entry("a", item(new Bool(true))),
            Map.entry("b", item(new Bool(false))),
            Map.entry(
                "c", new Item(new Whole(12), Map.of("x", new Bool(true), "y", new Text("z")))),
            Map.entry("d", item(new Token("word/1"))),
            Map.entry("e", item(new Text("a \"b\""))),
            Map.entry("f", item(new Date(Instant.ofEpochSecond(1_659_578_233)))),
            Map.entry("g", item(new Display("fü"))));
  }

  @Test
  void parse_innerList_hasItemsAndParameters() {
    var members = StructuredDictionary.parse("a=( 1  two );x=3").orElseThrow();

    assertThat(members.get("a"))
        .isEqualTo(
            new InnerList(
                List.of(new Item(new Whole(1), Map.of()), new Item(new Token("two"), Map.of())),
                Map.of("x", new Whole(3))));
  }

  @Test
  void parse_keyTwice_lastCounts() {
    assertThat(StructuredDictionary.parse("a=1, b, a=2").orElseThrow())
        .containsExactly(Map.entry("b", item(new Bool(true))), Map.entry("a", item(new Whole(2))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A=1",
        "a=1,",
        "a=1,,b",
        ",a",
        "a =1",
        "a= 1",
        "a=1 b=2",
        "a=",
        "a=-",
        "a=1.",
        "a=1.2345",
        "a=1234567890123456",
        "a=1234567890123.1",
        "a=\"x",
        "a=\"\\x\"",
        "a=\"ü\"",
        "a=?2",
        "a=:x",
        "a=:***:",
        "a=@1.5",
        "a=@",
        "a=%\"%C3\"",
        "a=%\"%ff\"",
        "a=(1",
        "a=(1,2)",
        "a;B",
        "a;",
        "max-age=10000, &&&&&",
        "\t"
      })
  void parse_oneCharacterAmiss_isNothing(String text) {
    assertThat(StructuredDictionary.parse(text)).isEmpty();
  }

  /** Blanks before it are no fault (RFC 9651, 4.2). */
  @Test
  void parse_leadingBlanks_areDropped() {
    assertThat(StructuredDictionary.parse("  a").orElseThrow()).containsOnlyKeys("a");
    assertThat(StructuredDictionary.parse("  ").orElseThrow()).isEmpty();
  }

  /** What both read is the same; what one refuses the other does. */
  @Property(tries = 2000)
  void parse_anyPieces_agreesWithLibrary(@ForAll("texts") String text) {
    var members = StructuredDictionary.parse(text);
    try {
      var expected = Parser.parseDictionary(text).get();
      assertThat(members).as(text).isPresent();
      assertThat(members.orElseThrow().keySet()).as(text).isEqualTo(expected.keySet());
    } catch (ParseException refused) {
      assertThat(members).as(text).isEmpty();
    }
  }

  /** Twenty thousand members are read in a pass: quadratic, this would take minutes. */
  @Test
  void parse_manyMembers_isLinear() {
    var text = "a=1;b, ".repeat(MEMBERS_MANY) + "c";
    var many = "a=" + "(".repeat(MEMBERS_MANY);
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(StructuredDictionary.parse(text)).isPresent();
          assertThat(StructuredDictionary.parse(many)).isEmpty();
        });
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "b", "max-age", "*k", "=", "=", ",", ", ", ";", " ", "1", "-1", "10.5", "?1", "?0",
            "\"x\"", "tok", "(", ")", ":YQ==:", "A", "\t", "\"", ".")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces))
        // Blanks before it are the library's callers' affair.
        .filter(text -> !text.startsWith(" "));
  }

  private static Item item(StructuredValue.Bare bare) {
    return new Item(bare, Map.of());
  }
}
