package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Many nodes that lease of one store: in each stretch of time they admit the limit and at most
 * {@code nodes * lease} more, in each fixed window nothing more. Nodes vanish with their slices,
 * leave in order, and others come; the store's answers are late at times.
 */
final class LeaseBoundTest {
  private static final int LIMIT = 60;
  private static final int STEPS = 400;
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  private final AtomicLong nowNanos = new AtomicLong();

  @Property(tries = 20)
  void decide_slidingWindow_admitsTheLimitAndWhatLayIdle(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int nodes,
      @ForAll @IntRange(min = 2, max = 30) int lease) {
    var admitted = run(seed, nodes, TestRules.log(LIMIT), lease);
    admitted.sort(null);
    var most = 0;
    for (int first = 0, last = 0; last < admitted.size(); last++) {
      while (admitted.get(last) - admitted.get(first) >= PERIOD_NANOS) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }

    assertThat(most).isLessThanOrEqualTo(LIMIT + nodes * lease);
  }

  @Property(tries = 20)
  void decide_fixedWindow_admitsTheLimit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int nodes,
      @ForAll @IntRange(min = 2, max = 30) int lease) {
    var admitted = run(seed, nodes, TestRules.window(LIMIT), lease);
    for (var window = 0L; window * PERIOD_NANOS <= nowNanos.get(); window++) {
      var number = window;
      assertThat(admitted.stream().filter(at -> at / PERIOD_NANOS == number).count())
          .isLessThanOrEqualTo(LIMIT);
    }
  }

  /** When each permit was admitted. */
  private List<Long> run(long seed, int count, Limit limit, int lease) {
    nowNanos.set(0);
    var random = new Random(seed);
    var shared = new MemoryLimits(nowNanos::get);
    var rule = TestRules.leased("leased", limit, lease);
    var nodes = new ArrayList<TestNode>();
    for (var i = 0; i < count; i++) {
      nodes.add(node(shared, rule));
    }
    var admitted = new ArrayList<Long>();
    for (var i = 0; i < STEPS; i++) {
      shared.slow(random.nextInt(4) == 0);
      step(random, nodes.get(random.nextInt(count)), admitted);
      if (random.nextInt(3) == 0) {
        shared.answer();
      }
      if (random.nextInt(40) == 0) {
        replace(random, nodes, node(shared, rule));
      }
      nowNanos.addAndGet(random.nextLong(PERIOD_NANOS / 20));
    }
    return admitted;
  }

  private void step(Random random, TestNode node, List<Long> admitted) {
    for (var i = random.nextInt(12); i > 0; i--) {
      var cost = 1 + random.nextInt(2);
      var at = nowNanos.get(); // the store decides at once, however late its answer is
      node.checks.decide(
          TestRules.check("ann", cost),
          outcome -> {
            for (var permits = outcome.admitted() ? cost : 0; permits > 0; permits--) {
              admitted.add(at);
            }
          });
    }
  }

  /** One that is closed gives its slices back; one that dies takes them with it. */
  private static void replace(Random random, List<TestNode> nodes, TestNode other) {
    var gone = nodes.set(random.nextInt(nodes.size()), other);
    if (random.nextBoolean()) {
      gone.checks.close();
    }
  }

  private TestNode node(MemoryLimits shared, Rule rule) {
    return new TestNode(shared, nowNanos::get, TestRules.of(rule));
  }
}
