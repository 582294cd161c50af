package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.RuleSet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeasedChecksTest {
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private final AtomicLong nowNanos = new AtomicLong();
  private final MemoryLimits shared = new MemoryLimits(nowNanos::get);

  @Test
  void decide_manyRequests_fewAskTheStore_andTheLimitHolds() {
    var node = node(leased(TestRules.window(10_000), 100));

    assertThat(node.admitted("ann", 20_000)).isEqualTo(10_000);
    assertThat(shared.takes.get()).isLessThan(400);
    assertThat(node.count("leased", "allowed", "leased")).isGreaterThan(9_500);
  }

  @Test
  void decide_firstRequestOfAKey_isTheStores_andNothingIsLeased() {
    var rule = leased(TestRules.window(1_000), 100);
    var node = node(rule);

    assertThat(node.decide("ann", 1).tightest().orElseThrow().source()).isEqualTo(Source.REDIS);
    assertThat(sharedTaken(rule)).isEqualTo(1);
    node.decide("ann", 1);
    assertThat(sharedTaken(rule)).isEqualTo(102);
    assertThat(node.decide("ann", 1).tightest().orElseThrow().source()).isEqualTo(Source.LEASED);
  }

  @Test
  void decide_denied_isRememberedUntilItsTime_andThenAdmitted() {
    var node = node(leased(TestRules.window(10), 4));
    node.admitted("ann", 20);
    var asked = shared.takes.get();

    var denied = node.decide("ann", 1).tightest().orElseThrow();

    assertThat(denied.source()).isEqualTo(Source.LEASED);
    assertThat(denied.verdict().retryAfterNanos()).isEqualTo(SECOND_NANOS);
    assertThat(shared.takes).hasValue(asked);
    nowNanos.addAndGet(denied.verdict().retryAfterNanos());
    assertThat(node.decide("ann", 1).admitted()).isTrue();
  }

  @Test
  void decide_smallLimitAndManyNodes_nobodyIsStarved() {
    var rules = TestRules.of(leased(TestRules.window(12), 10));
    var nodes = new TestNode[] {node(rules), node(rules), node(rules)};
    var admitted = 0;
    for (var i = 0; i < 20; i++) {
      for (var node : nodes) {
        admitted += node.admitted("ann", 1);
      }
    }

    assertThat(admitted).isEqualTo(12);
  }

  @Test
  void decide_windowEnds_sliceEndsWithIt() {
    var rule = leased(TestRules.window(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 3);
    nowNanos.set(SECOND_NANOS);

    assertThat(node.admitted("ann", 5_000)).isEqualTo(1_000);
  }

  @Test
  void decide_sliceIsOver_isGivenBack_andTheNextIsSmaller() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 2);
    nowNanos.set(SECOND_NANOS);
    node.admitted("ann", 2);

    assertThat(sharedTaken(rule)).isLessThan(2 + 60);
  }

  @Test
  void decide_otherRuleDenies_sliceIsGivenBack() {
    var rule = leased(TestRules.window(1_000), 100);
    var node = node(TestRules.of(rule, TestRules.local("few", 5)));
    node.admitted("ann", 200);

    node.checks.close();

    assertThat(sharedTaken(rule)).isEqualTo(5);
  }

  @Test
  void decide_storeRuleDenies_sliceIsGivenBack() {
    var rule = leased(TestRules.window(1_000), 100);
    var node = node(TestRules.of(rule, TestRules.shared("few", 5)));
    node.admitted("ann", 200);

    node.checks.close();

    assertThat(sharedTaken(rule)).isEqualTo(5);
  }

  @Test
  void decide_storeAway_goesOnWithinTheSlice() {
    var node = node(leased(TestRules.window(1_000), 100));
    node.admitted("ann", 2);
    shared.away(true);

    assertThat(node.admitted("ann", 200)).isEqualTo(100);
  }

  @Test
  void decide_fetchIsUnderWay_isOneOnly_andOthersAskTheStore() {
    shared.slow(true);
    var node = node(leased(TestRules.window(1_000), 100));
    node.decideLater("ann", 1);
    shared.answer();
    var asked = shared.takes.get();
    for (var i = 0; i < 5; i++) {
      node.decideLater("ann", 1);
    }
    shared.answer();

    assertThat(shared.takes.get() - asked).isEqualTo(5 + 1);
  }

  @Test
  void decide_fetchedAhead_noRequestWaits() {
    var node = node(leased(TestRules.window(100_000), 100));
    node.admitted("ann", 3);
    for (var i = 0; i < 1_000; i++) {
      assertThat(node.decide("ann", 1).tightest().orElseThrow().source()).isEqualTo(Source.LEASED);
    }
  }

  @Test
  void close_givesSlicesBack_andIsStillDecidedAtTheStore() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 30);
    node.checks.close();

    assertThat(sharedTaken(rule)).isEqualTo(30);
    assertThat(node.decide("ann", 1).tightest().orElseThrow().source()).isEqualTo(Source.REDIS);
    assertThat(node.checks.leasedKeys()).isZero();
  }

  @Test
  void close_fetchIsUnderWay_isGivenBackToo() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 1);
    shared.slow(true);
    node.decideLater("ann", 1);
    node.decideLater("ann", 1);
    shared.answer();
    node.decideLater("ann", 60);
    node.checks.close();
    shared.answer();

    assertThat(sharedTaken(rule)).isEqualTo(63);
  }

  @Test
  void rules_change_slicesAreGivenBack() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 30);

    node.rules(TestRules.of(leased(TestRules.log(1_000), 50)));
    node.decide("ann", 1);

    assertThat(sharedTaken(rule)).isEqualTo(31);
  }

  @Test
  void release_leased_isSpentAgain() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 2);
    var outcome = node.decide("ann", 10);
    assertThat(outcome.tightest().orElseThrow().source()).isEqualTo(Source.LEASED);

    assertThat(node.checks.release(outcome)).isCompleted();
    node.checks.close();

    assertThat(sharedTaken(rule)).isEqualTo(2);
  }

  @Test
  void forget_dropsTheSlice() {
    var rule = leased(TestRules.log(1_000), 100);
    var node = node(rule);
    node.admitted("ann", 20);

    assertThat(node.checks.forget(TestRules.check("ann", 1))).isCompleted();

    assertThat(node.admitted("ann", 3_000)).isEqualTo(1_000);
  }

  @Test
  void decide_keysBeyondTheMost_areNotLeased_untilOthersAreIdle() {
    var node = node(leased(TestRules.window(1_000), 100));
    for (var i = 0; i < Leases.KEYS_MAX + 100; i++) {
      node.decide("user-" + i, 1);
    }
    assertThat(node.checks.leasedKeys()).isEqualTo(Leases.KEYS_MAX);

    nowNanos.addAndGet(2 * SECOND_NANOS);
    node.admitted("late", 3);

    assertThat(node.decide("late", 1).tightest().orElseThrow().source()).isEqualTo(Source.LEASED);
    assertThat(node.checks.leasedKeys()).isEqualTo(Leases.KEYS_MAX);
  }

  private static Rule leased(Limit limit, long lease) {
    return TestRules.leased("leased", limit, lease);
  }

  private int sharedTaken(Rule rule) {
    return shared.taken(rule.limit(), TestRules.key(rule, "ann"));
  }

  private TestNode node(Rule rule) {
    return node(TestRules.of(rule));
  }

  private TestNode node(RuleSet rules) {
    return new TestNode(shared, nowNanos::get, rules);
  }
}
