package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Descriptor;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import dev.whiteboard.ratelimit.rule.Rule.Store;
import dev.whiteboard.ratelimit.rule.RuleSet;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules that all hold for each request of their domain; a key is the rule and who asks. */
record TestRules(List<Rule> all) implements RuleSet {
  static final String DOMAIN = "shop";

  static TestRules of(Rule... rules) {
    return new TestRules(List.of(rules));
  }

  @Override
  public List<Match> matching(String domain, List<Descriptor> descriptors) {
    return all.stream()
        .filter(rule -> rule.domain().equals(domain))
        .flatMap(
            rule -> descriptors.stream().map(descriptor -> new Match(rule, key(rule, descriptor))))
        .toList();
  }

  @Override
  public Collection<Rule> rules() {
    return all;
  }

  static Check check(String user, long cost) {
    return new Check(DOMAIN, List.of(new Descriptor(new TreeMap<>(Map.of("user", user)))), cost);
  }

  static String key(Rule rule, String user) {
    return rule.name() + "/" + user;
  }

  private static String key(Rule rule, Descriptor descriptor) {
    return key(rule, descriptor.entries().getOrDefault("user", ""));
  }

  static Rule local(String name, long permits) {
    return rule(name, window(permits), Store.LOCAL, OnStoreFailure.ALLOW);
  }

  static Rule shared(String name, long permits) {
    return rule(name, window(permits), Store.REDIS, OnStoreFailure.ALLOW);
  }

  static Rule leased(String name, Limit limit, long lease) {
    return new Rule(
        name,
        DOMAIN,
        new TreeMap<>(),
        limit,
        false,
        Store.REDIS,
        OnStoreFailure.DENY,
        Optional.of(lease));
  }

  static Rule onFailure(Rule rule, OnStoreFailure failure) {
    return rule(rule.name(), rule.limit(), rule.store(), failure);
  }

  static Rule watched(Rule rule) {
    return new Rule(
        rule.name(),
        rule.domain(),
        rule.match(),
        rule.limit(),
        true,
        rule.store(),
        rule.onStoreFailure(),
        rule.lease());
  }

  static Limit window(long permits) {
    return Limit.of(Algorithm.FIXED_WINDOW, permits, Duration.ofSeconds(1));
  }

  static Limit log(long permits) {
    return Limit.of(Algorithm.SLIDING_LOG, permits, Duration.ofSeconds(1));
  }

  private static Rule rule(String name, Limit limit, Store store, OnStoreFailure failure) {
    return new Rule(name, DOMAIN, new TreeMap<>(), limit, false, store, failure, Optional.empty());
  }
}
