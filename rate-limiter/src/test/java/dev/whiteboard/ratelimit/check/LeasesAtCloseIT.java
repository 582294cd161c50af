package dev.whiteboard.ratelimit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.ratelimit.check.Outcome.Source;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import dev.whiteboard.ratelimit.redis.RedisLimits;
import dev.whiteboard.ratelimit.rule.Descriptor;
import dev.whiteboard.ratelimit.rule.RuleBook;
import dev.whiteboard.ratelimit.rule.RuleParser;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node leased and did not use is there for the next one, by the real scripts. */
@NeedsStack(Server.REDIS)
final class LeasesAtCloseIT {
  private static final int LIMIT = 100;

  /** A loaded machine is slow, and this is no test of how slow. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final String domain = "d" + UUID.randomUUID();
  private RedisLimits limits;

  @BeforeEach
  void start(TestStack stack) {
    limits = RedisLimits.open(stack.redisUrl(), DEADLINE, System::nanoTime);
  }

  @AfterEach
  void stop() {
    limits.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-bucket", "gcra", "leaky-bucket", "fixed-window", "sliding-window"})
  void close_slicesLeft_theNextNodeHasThem(String algorithm) {
    var used = 0;
    try (var first = node(algorithm, ", lease: 40")) {
      var last = Source.LOCAL;
      while (last != Source.LEASED) {
        last = take(first).source();
        used += last == Source.LOCAL ? 0 : 1; // Redis is not there yet
      }
      for (var i = 0; i < 5; i++) {
        assertThat(take(first).admitted()).isTrue();
        used++;
      }
      assertThat(first.leasedKeys()).isEqualTo(1);
    }
    try (var next = node(algorithm, "")) {
      assertThat(admitted(next)).isEqualTo(LIMIT - used);
    }
  }

  /** The fetch that one of the first requests began may be under way still. */
  @ParameterizedTest
  @ValueSource(strings = {"token-bucket", "gcra", "fixed-window", "sliding-window"})
  void close_fetchUnderWay_itIsGivenBackToo(String algorithm) {
    try (var any = node(algorithm, "")) {
      await().until(() -> take(any, "other").source() == Source.REDIS);
    }
    try (var first = node(algorithm, ", lease: 40")) {
      take(first);
      take(first); // fetches
    }
    try (var next = node(algorithm, "")) {
      assertThat(admitted(next)).isEqualTo(LIMIT - 2);
    }
  }

  private record Taken(boolean admitted, Source source) {}

  private static int admittedOf(Taken taken) {
    return taken.admitted() ? 1 : 0;
  }

  private int admitted(RuledChecks checks) {
    var admitted = 0;
    var last = new Taken(true, Source.REDIS);
    while (last.admitted()) {
      last = take(checks);
      assertThat(last.source()).isEqualTo(Source.REDIS);
      admitted += admittedOf(last);
    }
    return admitted;
  }

  private Taken take(RuledChecks checks) {
    return take(checks, "a");
  }

  private Taken take(RuledChecks checks, String user) {
    var answer = new CompletableFuture<Taken>();
    var descriptor = new Descriptor(new TreeMap<>(Map.of("user", user)));
    checks.decide(
        new Check(domain, List.of(descriptor), 1),
        outcome ->
            answer.complete(new Taken(outcome.admitted(), outcome.rulings().getFirst().source())));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private RuledChecks node(String algorithm, String more) {
    var rules =
        """
        - { name: r, domain: %s, match: { user: "*" }, algorithm: %s, limit: %d, per: 300d%s }
        """
            .formatted(domain, algorithm, LIMIT, more);
    var book = RuleBook.of(RuleParser.parse(rules));
    var node =
        new ThisNode(limit -> LocalLimiters.of(limit, System::nanoTime), System::nanoTime, 1);
    return new RuledChecks(() -> book, limits, node, new CheckMeters(new SimpleMeterRegistry()));
  }
}
