package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever rules hold and whatever fails: what is charged is what was admitted. */
final class ChecksPropertyTest {
  private static final int REQUESTS = 120;

  private final AtomicLong nowNanos = new AtomicLong();

  /** All in one window, so that what is taken stays taken. */
  @Property(tries = 300)
  void decide_anyRules_chargesAllOrNone(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int count) {
    var random = new Random(seed);
    var shared = new MemoryLimits(nowNanos::get);
    var rules = rules(random, count);
    var node = new TestNode(shared, nowNanos::get, new TestRules(rules));
    var admitted = new HashMap<Rule, Long>();
    for (var i = 0; i < REQUESTS; i++) {
      var cost = 1 + random.nextInt(4);
      assertRightAnswer(node.decide("ann", cost), cost, admitted);
    }
    node.checks.close();

    for (var rule : rules) {
      assertThat(taken(node, shared, rule))
          .as(rule.toString())
          .isEqualTo(admitted.getOrDefault(rule, 0L));
    }
  }

  /** The same where the store comes and goes: each of both, store and node, charges its own. */
  @Property(tries = 300)
  void decide_storeComesAndGoes_chargesAllOrNone(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count) {
    var random = new Random(seed);
    var shared = new MemoryLimits(nowNanos::get);
    var rules = unleased(rules(random, count));
    var node = new TestNode(shared, nowNanos::get, new TestRules(rules));
    var charged = new HashMap<String, Long>();
    for (var i = 0; i < REQUESTS; i++) {
      shared.away(random.nextInt(3) == 0);
      charge(node.decide("ann", 1 + random.nextInt(4)), charged);
    }
    shared.away(false);

    for (var rule : rules) {
      assertThat((long) node.taken(rule, "ann"))
          .isEqualTo(charged.getOrDefault(rule.name() + Outcome.Source.LOCAL, 0L));
      assertThat((long) shared.taken(rule.limit(), TestRules.key(rule, "ann")))
          .isEqualTo(charged.getOrDefault(rule.name() + Outcome.Source.REDIS, 0L));
    }
  }

  private static void charge(Outcome outcome, Map<String, Long> charged) {
    for (var ruling : outcome.rulings()) {
      if (ruling.verdict().admitted() && (outcome.admitted() || ruling.rule().shadow())) {
        charged.merge(
            ruling.rule().name() + ruling.source(), ruling.verdict().permits(), Long::sum);
      }
    }
  }

  private static void assertRightAnswer(Outcome outcome, long cost, Map<Rule, Long> admitted) {
    var fits = true;
    for (var ruling : outcome.rulings()) {
      var rule = ruling.rule();
      var before = admitted.getOrDefault(rule, 0L);
      assertThat(ruling.verdict().admitted()).isEqualTo(before + cost <= rule.limit().permits());
      fits &= rule.shadow() || ruling.verdict().admitted();
    }
    assertThat(outcome.admitted()).isEqualTo(fits);
    for (var ruling : outcome.rulings()) {
      if (ruling.verdict().admitted() && (fits || ruling.rule().shadow())) {
        admitted.merge(ruling.rule(), cost, Long::sum);
      }
    }
  }

  private static long taken(TestNode node, MemoryLimits shared, Rule rule) {
    return rule.store() == Rule.Store.LOCAL
        ? node.taken(rule, "ann")
        : shared.taken(rule.limit(), TestRules.key(rule, "ann"));
  }

  /** Each with a limit of its own, by which its limiter is told. */
  private static List<Rule> rules(Random random, int count) {
    var rules = new ArrayList<Rule>();
    for (var i = 0; i < count; i++) {
      rules.add(rule(random, "r" + i, 1 + random.nextInt(40) * 8 + i));
    }
    return rules;
  }

  private static Rule rule(Random random, String name, long permits) {
    var rule =
        switch (random.nextInt(3)) {
          case 0 -> TestRules.local(name, permits);
          case 1 -> TestRules.leased(name, TestRules.window(permits), 2 + random.nextInt(30));
          default -> TestRules.shared(name, permits);
        };
    return random.nextInt(4) == 0 ? TestRules.watched(rule) : rule;
  }

  private static List<Rule> unleased(List<Rule> rules) {
    var failures = OnStoreFailure.values();
    return rules.stream()
        .map(rule -> {
          var failure = failures[rule.name().hashCode() % failures.length];
          var plain = TestRules.onFailure(rule, failure);
          return rule.shadow() ? TestRules.watched(plain) : plain;
        })
        .toList();
  }
}
