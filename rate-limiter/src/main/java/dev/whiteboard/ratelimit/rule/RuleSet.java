package dev.whiteboard.ratelimit.rule;

import java.util.Collection;
import java.util.List;

/** All rules, and which of them hold for a request. Never changes: a reload makes another. */
public interface RuleSet {
  /** No rules: everything is admitted. */
  RuleSet NONE = (_, _) -> List.of();

  /**
   * The rules that hold for a request.
   *
   * @param domain whose rules
   * @param descriptors what the request is
   * @return one for each rule and key; none twice
   */
  List<Match> matching(String domain, List<Descriptor> descriptors);

  /**
   * All of them, the same objects that {@link #matching} finds. A set that doesn't list its rules
   * starts anew, counters of this process included, when it takes the place of another.
   */
  default Collection<Rule> rules() {
    return List.of();
  }

  /**
   * A rule that holds, and whose permits it takes.
   *
   * @param rule the rule
   * @param key as no other rule or combination of values has it
   */
  record Match(Rule rule, String key) {}
}
