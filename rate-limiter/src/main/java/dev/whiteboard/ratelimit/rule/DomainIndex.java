package dev.whiteboard.ratelimit.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/** The rules of a domain by the entry that they are filed under. */
final class DomainIndex {
  private static final FiledRule[] NONE = {};

  private final Map<String, Filed> byName = new HashMap<>();
  private FiledRule[] always = NONE;

  DomainIndex(List<Rule> rules) {
    var shared = new HashMap<Entry<String, String>, Integer>();
    for (var rule : rules) {
      rule.match().entrySet().forEach(entry -> shared.merge(copy(entry), 1, Integer::sum));
    }
    for (var rule : rules) {
      rule.match().entrySet().stream()
          .min(Comparator.comparingInt(entry -> weight(entry, shared)))
          .ifPresentOrElse(entry -> file(rule, entry), () -> always = with(always, rule));
    }
  }

  /** Rules that match everything. */
  FiledRule[] always() {
    return always;
  }

  /** The rules filed under an entry's name. */
  @Nullable Filed filedUnder(String name) {
    return byName.get(name);
  }

  /** How many rules share it; any value is worse than all values that are given. */
  private static int weight(
      Entry<String, String> entry, Map<Entry<String, String>, Integer> shared) {
    var isAny = entry.getValue().equals(Rule.ANY);
    return shared.getOrDefault(copy(entry), 0) + (isAny ? RuleBounds.RULES_MAX : 0);
  }

  private static Entry<String, String> copy(Entry<String, String> entry) {
    return Map.entry(entry.getKey(), entry.getValue());
  }

  private void file(Rule rule, Entry<String, String> entry) {
    byName.computeIfAbsent(entry.getKey(), _ -> new Filed()).add(rule, entry.getValue());
  }

  private static FiledRule[] with(FiledRule[] rules, Rule rule) {
    var longer = Arrays.copyOf(rules, rules.length + 1);
    longer[rules.length] = new FiledRule(rule);
    return longer;
  }

  /** The rules filed under a name. */
  static final class Filed {
    private final Map<String, FiledRule[]> byValue = new HashMap<>();
    private FiledRule[] any = NONE;

    private void add(Rule rule, String value) {
      if (value.equals(Rule.ANY)) {
        any = with(any, rule);
      } else {
        byValue.merge(
            value, new FiledRule[] {new FiledRule(rule)}, (rules, _) -> with(rules, rule));
      }
    }

    FiledRule[] anyValue() {
      return any;
    }

    FiledRule[] withValue(String value) {
      return byValue.getOrDefault(value, NONE);
    }
  }
}
