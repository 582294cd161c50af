package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of its own, whose local limiters can be looked into. */
final class TestNode {
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Map<Long, LogLimiter> limiters = new HashMap<>();
  final RuledChecks checks;
  private volatile RuleSet rules;

  TestNode(SharedLimits shared, NanoClock clock, RuleSet rules) {
    this(shared, clock, rules, 1);
  }

  TestNode(SharedLimits shared, NanoClock clock, RuleSet rules, int nodes) {
    this.rules = rules;
    var node =
        new ThisNode(
            limit -> {
              var limiter = new LogLimiter(limit, clock);
              limiters.put(limit.permits(), limiter);
              return limiter;
            },
            clock,
            nodes);
    this.checks = new RuledChecks(() -> this.rules, shared, node, new CheckMeters(registry));
  }

  void rules(RuleSet others) {
    rules = others;
  }

  Outcome decide(String user, long cost) {
    return decide(TestRules.check(user, cost));
  }

  /** Where the answer is there at once. */
  Outcome decide(Check check) {
    var outcomes = new ArrayList<Outcome>();
    checks.decide(check, outcomes::add);
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  List<Outcome> decideLater(String user, long cost) {
    var outcomes = new ArrayList<Outcome>();
    checks.decide(TestRules.check(user, cost), outcomes::add);
    return outcomes;
  }

  /** How many of so many requests for one permit are admitted. */
  int admitted(String user, int requests) {
    var admitted = 0;
    for (var i = 0; i < requests; i++) {
      admitted += decide(user, 1).admitted() ? 1 : 0;
    }
    return admitted;
  }

  /** What is taken of the local limit with so many permits; they tell the limiters apart. */
  int taken(Rule rule, String user) {
    var limiter = limiters.get(rule.limit().permits());
    return limiter == null ? 0 : limiter.taken(TestRules.key(rule, user));
  }

  double count(String rule, String outcome, String source) {
    var counter =
        registry
            .find("ratelimit.decisions")
            .tags("rule", rule, "outcome", outcome, "source", source)
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
