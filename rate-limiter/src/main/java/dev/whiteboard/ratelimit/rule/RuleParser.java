package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.rule.Value.Bad;
import dev.whiteboard.ratelimit.rule.Value.Fields;
import dev.whiteboard.ratelimit.rule.Value.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads rules from YAML, or from JSON, which is a part of it. A text with one error is refused
 * whole, with all of its errors.
 *
 * <pre>{@code
 * rules:
 *   - name: per-user            # as answers say it; without it made of match: "user=*"
 *     domain: api
 *     match: { user: "*", route: /links }   # without it every request of the domain
 *     algorithm: token-bucket   # see Algorithm
 *     limit: 100
 *     per: 1m                   # 500ms, 1s, 1m, 1h, 1d or ISO 8601: PT1M
 *     burst: 20                 # as large as the limit without it
 *     shadow: true              # counts, and denies nobody
 *     store: redis              # or local: each node by itself
 *     onStoreFailure: local     # or allow, deny
 *     lease: 50                 # permits that a node takes at once, to decide by itself
 * }</pre>
 *
 * <p>A list of rules without {@code rules:} around it is taken too. What is text may go without
 * quotes and is taken as it stands: {@code user: 007} is the user {@code 007}, {@code no} is no
 * boolean. A number is digits without a sign, a leading zero, an exponent or underscores: in other
 * notations YAML's versions differ. Anchors, aliases and tags are refused.
 *
 * <p>While Redis is away a rule without {@code onStoreFailure} is kept by each node by itself: to
 * deny everybody would make an outage of a small one, and to allow everybody would take the limit
 * away when it may be needed most. N nodes then admit N times the limit at most.
 *
 * <p>Rules on the same entries need names of their own, and must differ in period or algorithm: 10
 * a second and 1,000 an hour are two rules, 10 a second and 20 a second a mistake.
 */
public final class RuleParser {
  /** The longest text: 1 Mi characters. */
  public static final int TEXT_CHARS_MAX = 1 << 20;

  private static final String RULES = "rules";

  private final Errors errors = new Errors();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Named, Integer> lineByName = new HashMap<>();
  private final Map<Matched, Integer> lineByMatch = new HashMap<>();
  private final Map<String, Integer> rulesByDomain = new HashMap<>();

  private RuleParser() {}

  /**
   * The rules, in the order of the text.
   *
   * @throws BadRulesException naming everything that is wrong
   */
  public static List<Rule> parse(String text) {
    var parser = new RuleParser();
    parser.read(text);
    parser.errors.check();
    return List.copyOf(parser.rules);
  }

  private void read(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      errors.add(Place.START, "", "is too long: at most " + TEXT_CHARS_MAX + " characters");
    } else if (isReadable(text)) {
      var before = errors.count();
      var top = DocumentReader.read(text, errors);
      if (top.isPresent()) {
        readTop(top.get());
      } else if (errors.count() == before) {
        errors.add(Place.START, "", "is empty; no rules at all are written rules: []");
      }
    }
  }

  /** The parser behind tells of such a character without a line. */
  private boolean isReadable(String text) {
    var line = 1;
    var lineStart = 0;
    for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!StreamReader.isPrintable(text.codePointAt(i))) {
        var place = new Place(line, text.codePointCount(lineStart, i) + 1);
        errors.add(place, "", "has a character that is neither printable nor space");
        return false;
      }
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return true;
  }

  private void readTop(Value top) {
    switch (top) {
      case Items items -> readList(items, "");
      case Fields fields -> readFields(fields);
      case Value.Text text -> errors.add(text.place(), "", "must be a list of rules");
      case Bad _ -> {}
    }
  }

  private void readFields(Fields top) {
    for (var field : top.all()) {
      if (!field.name().equals(RULES)) {
        RuleReader.unknown(errors, field, "", List.of(RULES));
      }
    }
    var list = top.get(RULES);
    if (list.isEmpty()) {
      errors.add(top.place(), RULES, "is missing");
    } else if (list.get() instanceof Items items) {
      readList(items, RULES);
    } else if (!(list.get() instanceof Bad)) {
      errors.add(list.get().place(), RULES, "must be a list of rules; none at all are []");
    }
  }

  private void readList(Items list, String path) {
    if (list.values().size() > RuleBounds.RULES_MAX) {
      errors.add(list.place(), path, "has too many rules: at most " + RuleBounds.RULES_MAX);
      return;
    }
    for (var i = 0; i < list.values().size(); i++) {
      readRule(list.values().get(i), path + "[" + i + "]");
    }
  }

  private void readRule(Value value, String path) {
    switch (value) {
      case Fields fields -> {
        var reader = new RuleReader(fields, path, errors);
        reader.read().ifPresent(rule -> add(rule, reader));
      }
      case Items items -> errors.add(items.place(), path, "must be a rule with its fields");
      case Value.Text text -> errors.add(text.place(), path, "must be a rule with its fields");
      case Bad _ -> {}
    }
  }

  private void add(Rule rule, RuleReader reader) {
    rules.add(rule);
    var name = lineByName.putIfAbsent(new Named(rule.domain(), rule.name()), reader.line());
    var match = lineByMatch.putIfAbsent(Matched.of(rule), reader.line());
    if (name != null) {
      reader.error(
          "name",
          "must be unique in its domain: the rule in line "
              + name
              + " has "
              + Errors.shown(rule.name())
              + " too");
    }
    if (match != null) {
      reader.error(
          "match",
          "must differ, or else per or algorithm: the rule in line "
              + match
              + " has the same of all");
    }
    if (rulesByDomain.merge(rule.domain(), 1, Integer::sum) == RuleBounds.DOMAIN_RULES_MAX + 1) {
      reader.error(
          "domain", "has too many rules: at most " + RuleBounds.DOMAIN_RULES_MAX + " a domain");
    }
  }

  /** What no two rules share. */
  private record Named(String domain, String name) {}

  /** Nor this. */
  private record Matched(
      String domain, SortedMap<String, String> match, Algorithm algorithm, Duration per) {
    static Matched of(Rule rule) {
      var limit = rule.limit();
      return new Matched(rule.domain(), rule.match(), limit.algorithm(), limit.per());
    }
  }
}
