package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A set of rules, and what this node keeps for each of them. */
final class BoundRules {
  private final RuleSet rules;
  private final Function<Rule, KeptRule> start;

  /** By the object: hashing a rule's contents for each request costs more than deciding it. */
  private final IdentityHashMap<Rule, KeptRule> listed = new IdentityHashMap<>();

  /** Of a set that doesn't list its rules. */
  private final Map<Rule, KeptRule> met = new ConcurrentHashMap<>();

  private BoundRules(RuleSet rules, Function<Rule, KeptRule> start) {
    this.rules = rules;
    this.start = start;
  }

  /** Rules that nothing is known of yet. */
  static BoundRules start(RuleSet rules, ThisNode node, SharedLimits shared, CheckMeters meters) {
    var bound = new BoundRules(rules, rule -> KeptRule.start(rule, node, shared, meters));
    rules.rules().forEach(rule -> bound.listed.put(rule, bound.start.apply(rule)));
    return bound;
  }

  /** Other rules: those that stayed keep what they had, and what goes is given back. */
  BoundRules replacedBy(RuleSet others) {
    var next = new BoundRules(others, start);
    others.rules().forEach(rule -> next.listed.put(rule, heir(rule)));
    dropAllBut(next.listed.values());
    return next;
  }

  RuleSet rules() {
    return rules;
  }

  /** Whether it is this very set: a set never changes, and comparing all rules takes long. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(RuleSet others) {
    return rules == others;
  }

  KeptRule kept(Rule rule) {
    var known = listed.get(rule);
    return known == null ? met.computeIfAbsent(rule, start) : known;
  }

  /** The rule of this name, where the rules may have changed since it decided. */
  Optional<KeptRule> named(Rule rule) {
    var known = listed.get(rule);
    return known == null
        ? all().filter(kept -> kept.isNamedAs(rule)).findAny()
        : Optional.of(known);
  }

  Stream<KeptRule> all() {
    return Stream.concat(listed.values().stream(), met.values().stream());
  }

  private KeptRule heir(Rule rule) {
    var fresh = start.apply(rule);
    return named(rule).map(before -> before.replacedBy(fresh)).orElse(fresh);
  }

  private void dropAllBut(Collection<KeptRule> heirs) {
    Set<Object> held = new HashSet<>();
    heirs.forEach(heir -> {
      held.add(heir.meters());
      if (heir.leases() != null) {
        held.add(heir.leases());
      }
    });
    all().forEach(kept -> drop(kept, held));
  }

  private static void drop(KeptRule kept, Set<Object> held) {
    if (!held.contains(kept.meters())) {
      kept.meters().remove();
    }
    if (kept.leases() != null && !held.contains(kept.leases())) {
      var _ = kept.closeLeases();
    }
  }
}
