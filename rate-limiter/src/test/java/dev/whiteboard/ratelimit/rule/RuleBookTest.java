package dev.whiteboard.ratelimit.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.ratelimit.rule.RuleSet.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class RuleBookTest {
  private static final String REST = "algorithm: gcra, limit: 1, per: 1s}\n";

  private static final RuleBook BOOK =
      RuleBook.of(
          RuleParser.parse(
              "- {domain: api, name: all, "
                  + REST
                  + "- {domain: api, name: user, match: {user: '*'}, "
                  + REST
                  + "- {domain: api, name: links, match: {user: '*', route: /links}, "
                  + REST
                  + "- {domain: api, name: bob, match: {user: bob}, "
                  + REST
                  + "- {domain: other, name: all, "
                  + REST));

  @Test
  void matching_rulesThatHold_withTheirKeys() {
    assertThat(keys("api", Map.of("user", "bob", "route", "/links", "ip", "::1")))
        .containsExactlyInAnyOrder(
            "all", "user,user=bob", "links,route=/links,user=bob", "bob,user=bob");
    assertThat(keys("api", Map.of("user", "eve", "route", "/other")))
        .containsExactlyInAnyOrder("all", "user,user=eve");
    assertThat(keys("api", Map.of("route", "/links"))).containsExactly("all");
    assertThat(keys("other", Map.of("user", "bob"))).containsExactly("all");
    assertThat(keys("unknown", Map.of("user", "bob"))).isEmpty();
  }

  @Test
  void matching_noDescriptors_isAnyRequestOfTheDomain() {
    assertThat(BOOK.matching("api", List.of())).extracting(Match::key).containsExactly("all");
  }

  @Test
  void matching_sameKeyOfTwoDescriptors_isOne() {
    var one = new Descriptor(new TreeMap<>(Map.of("user", "eve")));
    var two = new Descriptor(new TreeMap<>(Map.of("user", "eve", "ip", "::1")));
    var other = new Descriptor(new TreeMap<>(Map.of("user", "ann")));

    assertThat(BOOK.matching("api", List.of(one, two, other)))
        .extracting(Match::key)
        .containsExactlyInAnyOrder("all", "user,user=eve", "user,user=ann");
  }

  @Test
  void matching_whatSeparatesParts_isEscaped() {
    assertThat(keys("api", Map.of("user", "a,b=c{d}%\n\uD800😀")))
        .contains("user,user=a%2Cb%3Dc%7Bd%7D%25%0A%uD800😀");
  }

  @Test
  void matching_tooManyDescriptors_isRefused() {
    var many = Collections.nCopies(33, new Descriptor(new TreeMap<>()));

    assertThatIllegalArgumentException().isThrownBy(() -> BOOK.matching("api", many));
  }

  @Test
  void descriptor_outOfBounds_isRefused() {
    var many = new TreeMap<String, String>();
    for (var i = 0; i <= RuleBounds.ENTRIES_MAX; i++) {
      many.put("name" + i, "");
    }

    assertThatIllegalArgumentException().isThrownBy(() -> new Descriptor(many));
    refused("", "a");
    refused("n".repeat(65), "a");
    refused("n", "v".repeat(513));
  }

  @Test
  void of_twoOfAName_isRefused() {
    var twins = new ArrayList<>(BOOK.rules());
    twins.addAll(BOOK.rules());

    assertThatIllegalArgumentException().isThrownBy(() -> RuleBook.of(twins));
  }

  @Property(tries = 1_000)
  void matching_isWhatTryingAllRulesFinds(
      @ForAll("rules") List<Rule> rules, @ForAll("descriptors") List<Descriptor> descriptors) {
    var naive = new HashSet<List<Object>>();
    for (var rule : rules) {
      if (rule.match().isEmpty()) {
        naive.add(List.of(rule, List.of()));
      }
      for (var descriptor : descriptors) {
        if (holds(rule, descriptor)) {
          naive.add(List.of(rule, values(rule, descriptor)));
        }
      }
    }

    var found = RuleBook.of(rules).matching("api", descriptors);

    assertThat(found).hasSize(naive.size()).doesNotHaveDuplicates();
    assertThat(found).extracting(Match::rule).allMatch(rules::contains);
    assertThat(found.stream().map(match -> match.rule().name()).sorted())
        .containsExactlyElementsOf(
            naive.stream().map(match -> ((Rule) match.getFirst()).name()).sorted().toList());
  }

  /** Nor have two rules, nor two combinations of values of a rule, the same key. */
  @Property(tries = 1_000)
  void matching_keys_neverMeet(
      @ForAll("rules") List<Rule> rules, @ForAll("descriptors") List<Descriptor> descriptors) {
    var book = RuleBook.of(rules);
    var ownerByKey = new HashMap<String, List<Object>>();
    for (var descriptor : descriptors) {
      for (var match : book.matching("api", List.of(descriptor))) {
        var owner = List.of(match.rule(), values(match.rule(), descriptor));
        assertThat(ownerByKey.computeIfAbsent(match.key(), _ -> owner)).isEqualTo(owner);
      }
    }
    assertThat(new HashSet<>(ownerByKey.values())).hasSameSizeAs(ownerByKey.keySet());
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    return RuleArbitraries.rulesOfFewValues();
  }

  @Provide
  Arbitrary<List<Descriptor>> descriptors() {
    return RuleArbitraries.descriptors();
  }

  private static boolean holds(Rule rule, Descriptor descriptor) {
    return rule.match().entrySet().stream()
        .allMatch(entry ->
            descriptor.entries().containsKey(entry.getKey())
                && (entry.getValue().equals("*")
                    || entry.getValue().equals(descriptor.entries().get(entry.getKey()))));
  }

  private static List<String> values(Rule rule, Descriptor descriptor) {
    return rule.match().keySet().stream().map(name -> descriptor.entries().get(name)).toList();
  }

  private static void refused(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Descriptor(new TreeMap<>(Map.of(name, value))));
  }

  private static List<String> keys(String domain, Map<String, String> entries) {
    return BOOK.matching(domain, List.of(new Descriptor(new TreeMap<>(entries)))).stream()
        .map(Match::key)
        .toList();
  }
}
