package dev.whiteboard.ratelimit.rule;

import java.util.List;

/** Rules to tell apart by their name. */
final class RuleTexts {
  private RuleTexts() {}

  static String text(String name) {
    return "- {name: " + name + ", domain: api, algorithm: gcra, limit: 1, per: 1s}\n";
  }

  static List<Rule> rules(String name) {
    return RuleParser.parse(text(name));
  }

  /** The names of what holds. */
  static String names(LiveRules live) {
    return String.join(" ", live.rules().stream().map(Rule::name).toList());
  }
}
