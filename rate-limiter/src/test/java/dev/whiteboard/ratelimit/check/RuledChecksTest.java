package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.rule.Rule;
import dev.whiteboard.ratelimit.rule.Rule.OnStoreFailure;
import dev.whiteboard.ratelimit.rule.RuleSet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RuledChecksTest {
  private final AtomicLong nowNanos = new AtomicLong();
  private final MemoryLimits shared = new MemoryLimits(nowNanos::get);

  @Test
  void decide_withoutRules_isAdmitted() {
    var outcome = node(RuleSet.NONE).decide("ann", 1);

    assertThat(outcome.admitted()).isTrue();
    assertThat(outcome.rulings()).isEmpty();
  }

  @Test
  void decide_localDenies_storeIsNotAsked() {
    var few = TestRules.local("few", 1);
    var many = TestRules.shared("many", 10);
    var node = node(TestRules.of(many, few));

    assertThat(node.admitted("ann", 3)).isEqualTo(1);
    assertThat(shared.takes).hasValue(1);
    assertThat(sharedTaken(many)).isEqualTo(1);
  }

  @Test
  void decide_storeDenies_localIsGivenBack() {
    var few = TestRules.shared("few", 1);
    var many = TestRules.local("many", 10);
    var node = node(TestRules.of(many, few));
    node.decide("ann", 1);

    var denied = node.decide("ann", 1);

    assertThat(denied.admitted()).isFalse();
    assertThat(denied.tightest().orElseThrow().rule()).isEqualTo(few);
    assertThat(denied.rulings().getFirst().verdict().remaining()).isEqualTo(9);
    assertThat(node.taken(many, "ann")).isEqualTo(1);
  }

  @Test
  void decide_secondLocalDenies_firstIsGivenBack_andTheThirdOnlyLookedAt() {
    var first = TestRules.local("first", 10);
    var second = TestRules.local("second", 1);
    var third = TestRules.local("third", 5);
    var node = node(TestRules.of(first, second, third));

    assertThat(node.admitted("ann", 4)).isEqualTo(1);
    assertThat(node.taken(first, "ann")).isEqualTo(1);
    assertThat(node.taken(third, "ann")).isEqualTo(1);
    assertThat(node.decide("ann", 1).rulings()).hasSize(3);
  }

  @Test
  void decide_storeRules_areOneTake() {
    var node = node(TestRules.of(TestRules.shared("a", 5), TestRules.shared("b", 6)));

    assertThat(node.decide("ann", 2).admitted()).isTrue();
    assertThat(shared.takes).hasValue(1);
  }

  @Test
  void decide_costsMoreThanEver_isImpossible_andTakesNothing() {
    var small = TestRules.shared("small", 5);
    var large = TestRules.local("large", 50);
    var node = node(TestRules.of(large, small));

    var outcome = node.decide("ann", 6);

    assertThat(outcome.admitted()).isFalse();
    assertThat(outcome.impossible().orElseThrow().rule()).isEqualTo(small);
    assertThat(outcome.tightest()).isEqualTo(outcome.impossible());
    assertThat(node.taken(large, "ann")).isZero();
    assertThat(shared.takes).hasValue(0);
  }

  @Test
  void decide_denied_isNotImpossible() {
    var node = node(TestRules.of(TestRules.local("few", 1)));
    node.decide("ann", 1);

    assertThat(node.decide("ann", 1).impossible()).isEmpty();
  }

  @Test
  void decide_watchedRuleIsOverItsLimit_isAdmitted_andItTakesNothing() {
    var local = TestRules.watched(TestRules.local("local", 1));
    var store = TestRules.watched(TestRules.shared("store", 2));
    var node = node(TestRules.of(local, store, TestRules.shared("enforced", 10)));

    assertThat(node.admitted("ann", 5)).isEqualTo(5);
    assertThat(sharedTaken(store)).isEqualTo(2);
    assertThat(node.taken(local, "ann")).isEqualTo(1);
    assertThat(node.decide("ann", 3).rulings()).hasSize(3);
    assertThat(node.count("local", "shadow_denied", "local")).isEqualTo(5);
    assertThat(node.count("store", "shadow_denied", "redis")).isEqualTo(3);
  }

  @Test
  void decide_watchedRuleNeverAdmitsSoMuch_othersDecide() {
    var node =
        node(
            TestRules.of(
                TestRules.watched(TestRules.local("tiny", 1)), TestRules.local("enforced", 10)));

    var outcome = node.decide("ann", 5);

    assertThat(outcome.admitted()).isTrue();
    assertThat(outcome.impossible()).isEmpty();
    assertThat(outcome.rulings()).hasSize(2);
  }

  /** It shows what it would deny in place of the others: so it counts what they deny as well. */
  @Test
  void decide_enforcedRuleDenies_watchedRuleCounts() {
    var watched = TestRules.watched(TestRules.shared("watched", 10));
    var node = node(TestRules.of(TestRules.local("enforced", 1), watched));

    assertThat(node.admitted("ann", 5)).isEqualTo(1);
    assertThat(sharedTaken(watched)).isEqualTo(5);
  }

  @Test
  void decide_storeAway_saysWhatTheRuleSays() {
    shared.away(true);

    assertThat(away(OnStoreFailure.ALLOW).admitted("ann", 20)).isEqualTo(20);
    assertThat(away(OnStoreFailure.DENY).admitted("ann", 20)).isZero();
    assertThat(away(OnStoreFailure.LOCAL).admitted("ann", 20)).isEqualTo(10);
  }

  @Test
  void decide_storeAway_sourceIsLocal_andIsCounted() {
    shared.away(true);
    var node = away(OnStoreFailure.LOCAL);

    var ruling = node.decide("ann", 1).tightest().orElseThrow();

    assertThat(ruling.source()).isEqualTo(Source.LOCAL);
    assertThat(node.registry.get("ratelimit.store.failures").counter().count()).isEqualTo(1);
    assertThat(node.count("shared", "allowed", "local")).isEqualTo(1);
  }

  @Test
  void decide_storeAwayAndNodesKnown_admitsItsPart() {
    shared.away(true);
    var rule = TestRules.onFailure(TestRules.shared("shared", 10), OnStoreFailure.LOCAL);
    var node = new TestNode(shared, nowNanos::get, TestRules.of(rule), 4);

    assertThat(node.admitted("ann", 20)).isEqualTo(3);
    assertThat(node.decide("eve", 9).admitted()).isTrue();
    assertThat(node.decide("eve", 1).admitted()).isFalse();
  }

  @Test
  void decide_storeBack_decidesTheStore() {
    shared.away(true);
    var node = away(OnStoreFailure.DENY);
    assertThat(node.decide("ann", 1).admitted()).isFalse();

    shared.away(false);

    assertThat(node.decide("ann", 1).tightest().orElseThrow().source()).isEqualTo(Source.REDIS);
    assertThat(node.admitted("ann", 20)).isEqualTo(9);
  }

  @Test
  void decide_storeAwayAndOneOfThemDenies_othersAreGivenBack() {
    shared.away(true);
    var local = TestRules.local("local", 7);
    var byItself = TestRules.onFailure(TestRules.shared("itself", 5), OnStoreFailure.LOCAL);
    var denies = TestRules.onFailure(TestRules.shared("denies", 6), OnStoreFailure.DENY);
    var node = node(TestRules.of(local, byItself, denies));

    var outcome = node.decide("ann", 2);

    assertThat(outcome.admitted()).isFalse();
    assertThat(outcome.tightest().orElseThrow().rule()).isEqualTo(denies);
    assertThat(node.taken(local, "ann")).isZero();
    assertThat(node.taken(byItself, "ann")).isZero();
  }

  @Test
  void decide_moreRulesThanAreDecidedTogether_throws() {
    var node = away(OnStoreFailure.ALLOW);
    var tooMany = IntStream.range(0, 40).mapToObj(i -> TestRules.shared("r" + i, 5));
    node.rules(TestRules.of(tooMany.toArray(Rule[]::new)));

    assertThatIllegalArgumentException().isThrownBy(() -> node.decide("ann", 1));
    assertThat(shared.takes).hasValue(0);
  }

  @Test
  void peek_takesNothing() throws Exception {
    var local = TestRules.local("local", 3);
    var store = TestRules.shared("store", 2);
    var node = node(TestRules.of(local, store));
    node.decide("ann", 1);
    for (var i = 0; i < 3; i++) {
      var outcome = node.checks.peek(TestRules.check("ann", 2)).toCompletableFuture().get();
      assertThat(outcome.admitted()).isFalse();
      assertThat(outcome.tightest().orElseThrow().rule()).isEqualTo(store);
    }

    assertThat(node.taken(local, "ann")).isEqualTo(1);
    assertThat(sharedTaken(store)).isEqualTo(1);
  }

  @Test
  void forget_makesKeysNew() throws Exception {
    var node = node(TestRules.of(TestRules.local("local", 3), TestRules.shared("store", 2)));
    assertThat(node.admitted("ann", 5)).isEqualTo(2);

    var forgotten = node.checks.forget(TestRules.check("ann", 1)).toCompletableFuture().get();

    assertThat(forgotten).isEqualTo(1);
    assertThat(node.admitted("ann", 5)).isEqualTo(2);
  }

  @Test
  void release_givesBackWhatWasTaken() {
    var local = TestRules.local("local", 3);
    var store = TestRules.shared("store", 2);
    var node = node(TestRules.of(local, store));
    var outcome = node.decide("ann", 2);

    assertThat(node.checks.release(outcome)).isCompleted();

    assertThat(node.taken(local, "ann")).isZero();
    assertThat(sharedTaken(store)).isZero();
  }

  @Test
  void release_denied_givesNothingBack() {
    var local = TestRules.local("local", 3);
    var store = TestRules.shared("store", 2);
    var node = node(TestRules.of(local, store));
    node.decide("ann", 2);

    assertThat(node.checks.release(node.decide("ann", 1))).isCompleted();

    assertThat(node.taken(local, "ann")).isEqualTo(2);
    assertThat(sharedTaken(store)).isEqualTo(2);
  }

  @Test
  void release_allowedWhileTheStoreWasAway_givesNothingBack() {
    shared.away(true);
    var node = away(OnStoreFailure.ALLOW);
    var outcome = node.decide("ann", 1);
    shared.away(false);

    assertThat(node.checks.release(outcome)).isCompleted();
  }

  @Test
  void rules_change_whatStayedKeepsItsCount_andOthersStartAnew() {
    var stays = TestRules.local("stays", 2);
    var node = node(TestRules.of(stays, TestRules.local("changes", 2)));
    assertThat(node.admitted("ann", 5)).isEqualTo(2);

    node.rules(TestRules.of(TestRules.local("changes", 9)));
    assertThat(node.admitted("ann", 20)).isEqualTo(9);
    node.rules(TestRules.of(TestRules.watched(TestRules.local("changes", 9)), stays));

    assertThat(node.admitted("ann", 5)).isEqualTo(2);
    assertThat(node.count("changes", "shadow_denied", "local")).isEqualTo(5);
  }

  @Test
  void rules_go_andTheirCountersToo() {
    var node = node(TestRules.of(TestRules.local("goes", 2), TestRules.local("stays", 2)));
    node.decide("ann", 1);
    node.rules(TestRules.of(TestRules.local("stays", 3)));
    node.decide("ann", 1);

    assertThat(node.registry.find("ratelimit.decisions").tags("rule", "goes").counters()).isEmpty();
    assertThat(node.count("stays", "allowed", "local")).isEqualTo(2);
  }

  @Test
  void meters_whateverDomainIsAsked_haveLabelsOfRulesOnly() {
    var node = node(TestRules.of(TestRules.local("few", 1)));
    for (var i = 0; i < 100; i++) {
      node.decide(new Check("domain-" + i, TestRules.check("ann", 1).descriptors(), 1));
      node.decide("user-" + i, 1);
    }

    assertThat(node.registry.find("ratelimit.decisions").counters()).hasSize(2);
    assertThat(node.count("-", "allowed", "local")).isEqualTo(100);
    assertThat(node.registry.get("ratelimit.decision").timer().count()).isEqualTo(200);
  }

  @Test
  void decide_answerIsLate_outcomeComesThen_andOnce() {
    shared.slow(true);
    var watched = TestRules.watched(TestRules.shared("watched", 3));
    var node = node(TestRules.of(TestRules.shared("shared", 2), watched));

    var outcomes = node.decideLater("ann", 1);
    assertThat(outcomes).isEmpty();
    nowNanos.addAndGet(Duration.ofMillis(5).toNanos());
    shared.answer();

    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.getFirst().rulings()).hasSize(2);
  }

  private TestNode away(OnStoreFailure failure) {
    return node(TestRules.of(TestRules.onFailure(TestRules.shared("shared", 10), failure)));
  }

  private int sharedTaken(Rule rule) {
    return shared.taken(rule.limit(), TestRules.key(rule, "ann"));
  }

  private TestNode node(RuleSet rules) {
    return new TestNode(shared, nowNanos::get, rules);
  }
}
