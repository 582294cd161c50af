package dev.whiteboard.ratelimit.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules, ready to be looked up. Never changes.
 *
 * <p>Each rule is filed once, under the one of its entries that the fewest rules share: {@code
 * user=7} before {@code route=/links} before {@code ip=*}. So a request looks at the rules filed
 * under its own entries and at no others, and meets none of them twice: the cost grows with the
 * entries of the request and the rules that nearly hold, not with the rules that there are.
 *
 * <p>A key is the rule's name and all entries that it matched, {@code per-user,user=7}, with what
 * separates them escaped ({@link Keys}).
 */
public final class RuleBook implements RuleSet {
  private final List<Rule> rules;
  private final Map<String, DomainIndex> domains;

  private RuleBook(List<Rule> rules, Map<String, DomainIndex> domains) {
    this.rules = rules;
    this.domains = domains;
  }

  /**
   * Files rules.
   *
   * @throws IllegalArgumentException for too many of them, or two of a domain with the same name
   */
  public static RuleBook of(List<Rule> rules) {
    if (rules.size() > RuleBounds.RULES_MAX) {
      throw new IllegalArgumentException("more than " + RuleBounds.RULES_MAX + " rules");
    }
    var byDomain = new HashMap<String, List<Rule>>();
    for (var rule : rules) {
      byDomain.computeIfAbsent(rule.domain(), _ -> new ArrayList<>()).add(rule);
    }
    var domains = new HashMap<String, DomainIndex>();
    byDomain.forEach((domain, own) -> domains.put(domain, index(domain, own)));
    return new RuleBook(List.copyOf(rules), domains);
  }

  private static DomainIndex index(String domain, List<Rule> rules) {
    var names = new HashSet<String>();
    for (var rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules " + rule.name() + " in domain " + domain);
      }
    }
    if (rules.size() > RuleBounds.DOMAIN_RULES_MAX) {
      throw new IllegalArgumentException(
          "more than " + RuleBounds.DOMAIN_RULES_MAX + " rules in domain " + domain);
    }
    return new DomainIndex(rules);
  }

  /** All rules, as they were given. */
  @Override
  public List<Rule> rules() {
    return rules;
  }

  /**
   * The rules that hold for a request.
   *
   * @throws IllegalArgumentException for more than {@link RuleBounds#DESCRIPTORS_MAX} descriptors
   */
  @Override
  public List<Match> matching(String domain, List<Descriptor> descriptors) {
    if (descriptors.size() > RuleBounds.DESCRIPTORS_MAX) {
      throw new IllegalArgumentException(
          "descriptors: at most " + RuleBounds.DESCRIPTORS_MAX + " a request");
    }
    var index = domains.get(domain);
    return index == null ? List.of() : new Search(index, descriptors).run();
  }

  /** One request's. */
  private static final class Search {
    private final DomainIndex index;
    private final List<Descriptor> descriptors;
    private final List<Match> found = new ArrayList<>();

    /** Keys that were found: within a descriptor no rule is met twice, so one alone needs none. */
    private final @Nullable Set<String> keys;

    Search(DomainIndex index, List<Descriptor> descriptors) {
      this.index = index;
      this.descriptors = descriptors;
      this.keys = descriptors.size() > 1 ? new HashSet<>() : null;
    }

    List<Match> run() {
      for (var always : index.always()) {
        found.add(new Match(always.rule(), always.keyOfAny()));
      }
      for (var descriptor : descriptors) {
        search(descriptor.entries());
      }
      return found;
    }

    private void search(Map<String, String> entries) {
      for (var entry : entries.entrySet()) {
        var filed = index.filedUnder(entry.getKey());
        if (filed != null) {
          tryAll(filed.anyValue(), entries);
          tryAll(filed.withValue(entry.getValue()), entries);
        }
      }
    }

    private void tryAll(FiledRule[] candidates, Map<String, String> entries) {
      for (var candidate : candidates) {
        var key = candidate.keyFor(entries);
        if (key != null && (keys == null || keys.add(key))) {
          found.add(new Match(candidate.rule(), key));
        }
      }
    }
  }
}
