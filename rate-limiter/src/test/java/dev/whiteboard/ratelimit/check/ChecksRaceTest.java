package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import dev.whiteboard.ratelimit.rule.Rule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads at once. The clock stands still, so that all is in one window. */
final class ChecksRaceTest {
  private static final int THREADS = 8;
  private static final int REQUESTS = 2_000;
  private static final NanoClock CLOCK = () -> 0;

  private final MemoryLimits shared = new MemoryLimits(CLOCK);

  @Test
  void decide_fromManyThreads_chargesWhatItAdmits() throws Exception {
    var local = rule("local", Rule.Store.LOCAL, 3_000, 0);
    var leased = rule("leased", Rule.Store.REDIS, 4_000, 50);
    var plain = rule("plain", Rule.Store.REDIS, 5_000, 0);
    var rules = TestRules.of(local, leased, plain);
    var nodes = List.of(checks(rules), checks(rules));

    var admitted = inThreads(thread -> requests(nodes.get(thread % 2)));
    nodes.forEach(RuledChecks::close);

    assertThat(admitted).isLessThanOrEqualTo(4_000);
    assertThat(shared.taken(leased.limit(), TestRules.key(leased, "ann"))).isEqualTo(admitted);
    assertThat(shared.taken(plain.limit(), TestRules.key(plain, "ann"))).isEqualTo(admitted);
    var left = nodes.stream().mapToInt(node -> requests(node)).sum();
    assertThat(admitted + left).as("nothing got lost on the way").isEqualTo(4_000);
  }

  @Test
  void decide_rulesChangeAllTheTime_neverAdmitsMoreThanTheStore() throws Exception {
    var rules =
        List.of(
            TestRules.of(rule("leased", Rule.Store.REDIS, 5_000, 50)),
            TestRules.of(rule("leased", Rule.Store.REDIS, 5_000, 20)));
    var current = new AtomicReference<>(rules.getFirst());
    var turn = new AtomicInteger();
    var checks = new RuledChecks(current::get, shared, node(), meters());

    var admitted =
        inThreads(_ -> {
          var sum = 0;
          for (var i = 0; i < REQUESTS; i++) {
            if (i % 50 == 0) {
              current.set(rules.get(turn.incrementAndGet() % 2));
            }
            sum += request(checks);
          }
          return sum;
        });
    checks.close();

    var rule = rules.getFirst().all().getFirst();
    assertThat(shared.taken(rule.limit(), TestRules.key(rule, "ann"))).isEqualTo(admitted);
    assertThat(admitted + requests(checks)).isEqualTo(5_000);
  }

  private static int inThreads(ThreadTask task) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      IntStream.range(0, THREADS).forEach(thread -> tasks.add(() -> task.run(thread)));
      var sum = 0;
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        sum += done.get();
      }
      return sum;
    }
  }

  @FunctionalInterface
  private interface ThreadTask {
    int run(int thread);
  }

  private static int requests(RuledChecks checks) {
    return IntStream.range(0, REQUESTS).map(_ -> request(checks)).sum();
  }

  private static int request(RuledChecks checks) {
    var admitted = new AtomicInteger();
    checks.decide(TestRules.check("ann", 1), outcome -> admitted.set(outcome.admitted() ? 1 : 0));
    return admitted.get();
  }

  private RuledChecks checks(TestRules rules) {
    return new RuledChecks(() -> rules, shared, node(), meters());
  }

  private static ThisNode node() {
    return new ThisNode(limit -> LocalLimiters.of(limit, CLOCK), CLOCK, 1);
  }

  private static CheckMeters meters() {
    return new CheckMeters(new SimpleMeterRegistry());
  }

  private static Rule rule(String name, Rule.Store store, long permits, long lease) {
    return new Rule(
        name,
        TestRules.DOMAIN,
        new TreeMap<>(),
        Limit.of(Algorithm.FIXED_WINDOW, permits, Duration.ofHours(1)),
        false,
        store,
        Rule.OnStoreFailure.DENY,
        lease > 0 ? Optional.of(lease) : Optional.empty());
  }
}
