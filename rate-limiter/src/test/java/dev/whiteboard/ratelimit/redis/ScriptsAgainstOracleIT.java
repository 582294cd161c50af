package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scripts at moments that the test tells, over random requests, against {@link Oracle}: to the
 * permit and to the microsecond. The seeds are fixed, and named where it fails.
 */
@NeedsStack(Server.REDIS)
final class ScriptsAgainstOracleIT {
  private static final int SEQUENCES = 60;
  private static final int REQUESTS = 60;

  /** In 2036: keys must not expire by Redis' own clock. */
  private static final long START_MICROS = 2_082_758_400_000_000L;

  private static final long[] PERMITS = {1, 2, 3, 7, 100, 999_983, 1_000_000_000};
  private static final Duration[] PERIODS = {
    Duration.ofMillis(1),
    Duration.ofMillis(7),
    Duration.ofSeconds(1),
    Duration.ofSeconds(60),
    Duration.ofNanos(1_234_567),
    Duration.ofDays(1),
    Duration.ofDays(366)
  };

  private static RawRedis redis;
  private static String prefix;

  @BeforeAll
  static void connect(TestStack stack) {
    redis = RawRedis.open(stack.redisUrl());
    prefix = stack.redisKeyPrefix();
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  /** One more look, at which nothing is taken: what it says of later must come true. */
  private record Request(long micros, String operation, long cost) {}

  @ParameterizedTest
  @EnumSource
  void decide_randomRequests_isAsDefined(Algorithm algorithm) {
    var script = AtTimes.script(algorithm);
    for (var seed = 0; seed < SEQUENCES; seed++) {
      var random = new Random(seed);
      var limit = limit(algorithm, random);
      var requests = requests(limit, random);
      assertAsDefined(seed, limit, requests, answers(script, limit, requests, "r" + seed));
    }
  }

  private static void assertAsDefined(
      int seed, Limit limit, List<Request> requests, List<Long> numbers) {
    var perMicros = Question.perMicros(limit);
    var oracle = Oracle.of(limit, perMicros);
    for (var i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      var at = i * Question.NUMBERS;
      var what = "seed %d, %s, request %d %s".formatted(seed, limit, i, request);
      var there = oracle.remaining(request.micros);
      var admitted = request.cost <= there;
      assertThat(numbers.get(at) == 0).as(what + " admitted").isEqualTo(admitted);
      if (!admitted) {
        assertComesTrue(what, oracle, request.micros, request.cost, numbers.get(at));
      } else if (request.operation.equals("take")) {
        oracle.take(request.micros, request.cost);
      }
      var left = oracle.remaining(request.micros);
      assertThat(numbers.get(at + 1)).as(what + " remaining").isEqualTo(left);
      if (left < limit.burst()) {
        assertComesTrue(what + " more", oracle, request.micros, left + 1, numbers.get(at + 2));
        assertThat(oracle.remaining(request.micros + numbers.get(at + 3)))
            .as(what + " reset")
            .isEqualTo(limit.burst());
      }
    }
  }

  /** There are so many after the wait, and not a microsecond sooner. */
  private static void assertComesTrue(
      String what, Oracle oracle, long micros, long permits, long wait) {
    assertThat(wait).as(what + " wait").isPositive();
    assertThat(oracle.remaining(micros + wait)).as(what + " then").isGreaterThanOrEqualTo(permits);
    assertThat(oracle.remaining(micros + wait - 1)).as(what + " sooner").isLessThan(permits);
  }

  private static Limit limit(Algorithm algorithm, Random random) {
    var most = algorithm == Algorithm.SLIDING_LOG ? Limit.LOG_PERMITS_MAX : Limit.PERMITS_MAX;
    var permits = Math.min(most, pick(random, PERMITS));
    var limit = Limit.of(algorithm, permits, PERIODS[random.nextInt(PERIODS.length)]);
    if (!algorithm.takesBurst() || random.nextBoolean()) {
      return limit;
    }
    var fits = 30 * permits; // 30 years at the longest period
    return limit.withBurst(Math.min(fits, pick(random, PERMITS)));
  }

  private static long pick(Random random, long... of) {
    return of[random.nextInt(of.length)];
  }

  /** Close together, an interval apart, or a period; mostly of small cost, now and then of all. */
  private static List<Request> requests(Limit limit, Random random) {
    var per = Question.perMicros(limit);
    var gaps = new long[] {1, 2, per / limit.permits() + 2, per / 3 + 1, per + 1, 3 * per + 1};
    var costs = new long[] {1, limit.burst() / 7 + 1, limit.burst() / 2 + 1, limit.burst()};
    var requests = new ArrayList<Request>();
    var at = START_MICROS + random.nextLong(per);
    for (var i = 0; i < REQUESTS; i++) {
      at += random.nextLong(pick(random, gaps));
      var operation = random.nextInt(4) == 0 ? "peek" : "take";
      requests.add(new Request(at, operation, 1 + random.nextLong(pick(random, costs))));
    }
    return requests;
  }

  private static List<Long> answers(
      Script script, Limit limit, List<Request> requests, String name) {
    var times = new AtTimes(limit);
    requests.forEach(request -> times.ask(request.micros, request.operation, request.cost));
    return times.run(redis, script, prefix + limit.algorithm() + name);
  }
}
