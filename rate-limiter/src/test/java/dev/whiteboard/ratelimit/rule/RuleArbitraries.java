package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import dev.whiteboard.ratelimit.rule.Rule.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rules of any kind. */
final class RuleArbitraries {
  private RuleArbitraries() {}

  /** Rules that may be together. */
  static Arbitrary<List<Rule>> rules() {
    return rule().list().ofMaxSize(12).map(RuleArbitraries::withoutTwins);
  }

  /** Rules with names as such, of few domains, entries and values: so that many hold. */
  static Arbitrary<List<Rule>> rulesOfFewValues() {
    var match = entries(Arbitraries.of("*", "a", "b", "*,b", "b="), 3);
    return match
        .list()
        .ofMaxSize(20)
        .map(matches -> {
          var rules = new ArrayList<Rule>();
          for (var one : matches) {
            var name = rules.size() % 2 == 0 ? "r" + rules.size() : "r" + rules.size() + ",x=a";
            rules.add(
                new Rule(
                    name,
                    "api",
                    one,
                    Limit.of(Algorithm.GCRA, 1, Duration.ofSeconds(1)),
                    false,
                    Store.LOCAL,
                    OnStoreFailure.LOCAL,
                    Optional.empty()));
          }
          return rules;
        });
  }

  /** Descriptors that these rules may hold for. */
  static Arbitrary<List<Descriptor>> descriptors() {
    return entries(Arbitraries.of("a", "b", "*", "b=", "*,b", "c,x=a", "%2C", "\uD800", "?", ""), 4)
        .map(Descriptor::new)
        .list()
        .ofMaxSize(4);
  }

  private static Arbitrary<SortedMap<String, String>> entries(
      Arbitrary<String> values, int entriesMax) {
    return Arbitraries.maps(Arbitraries.of("x", "y", "z", "x=a"), values)
        .ofMaxSize(entriesMax)
        .map(TreeMap::new);
  }

  private static Arbitrary<Rule> rule() {
    var text = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    var texts =
        Arbitraries.oneOf(
            text.all().filter(value -> RuleBounds.entryValueProblem(value).isEmpty()),
            text.ascii().filter(value -> RuleBounds.entryValueProblem(value).isEmpty()),
            Arbitraries.of(
                "*", "null", "~", "no", "007", "- a", "a: b", " ", "#", "\u2028", "\uFEFF"));
    var match = Arbitraries.maps(texts, texts).ofMaxSize(3).map(TreeMap<String, String>::new);
    var names = Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(20);
    var domains = Arbitraries.strings().withCharRange('!', 'z').ofMinLength(1).ofMaxLength(5);
    return Combinators.combine(
            names,
            domains,
            match,
            limits(),
            Arbitraries.of(true, false),
            Arbitraries.of(Store.values()),
            Arbitraries.of(OnStoreFailure.values()),
            Arbitraries.longs().between(1, Limit.PERMITS_MAX).optional())
        .as((name, domain, entries, limit, shadow, store, onFailure, lease) ->
            new Rule(
                name,
                domain,
                entries,
                limit,
                shadow,
                limit.isTooSlowToShare() ? Store.LOCAL : store,
                onFailure,
                lease.filter(n ->
                    !limit.isTooSlowToShare()
                        && RuleBounds.leaseProblem(n, store, limit).isEmpty())));
  }

  private static Arbitrary<Limit> limits() {
    var periods =
        Arbitraries.oneOf(
            Arbitraries.of("1s", "1m", "1h", "1d", "500ms").map(text -> Periods.parse(text).get()),
            Arbitraries.longs()
                .between(Limit.PER_MIN.toNanos(), Limit.PER_MAX.toNanos())
                .map(Duration::ofNanos));
    return Combinators.combine(
            Arbitraries.of(Algorithm.values()),
            Arbitraries.longs().between(1, Limit.LOG_PERMITS_MAX),
            periods,
            Arbitraries.longs().between(1, Limit.PERMITS_MAX))
        .as((algorithm, permits, per, burst) ->
            new Limit(algorithm, permits, per, algorithm.takesBurst() ? burst : permits));
  }

  private static List<Rule> withoutTwins(List<Rule> rules) {
    var names = new HashSet<String>();
    var matches = new HashSet<List<Object>>();
    return rules.stream()
        .filter(rule -> names.add(rule.domain() + " " + rule.name()))
        .filter(rule ->
            matches.add(
                List.of(rule.domain(), rule.match(), rule.limit().algorithm(), rule.limit().per())))
        .toList();
  }
}
