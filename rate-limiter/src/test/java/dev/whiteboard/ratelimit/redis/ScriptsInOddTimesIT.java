package dev.whiteboard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock that steps back, refunds between other requests, and the vectors of others. */
@NeedsStack(Server.REDIS)
final class ScriptsInOddTimesIT {
  private static final int SEQUENCES = 100;
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;

  /** In 2036, at a full minute: keys must not expire by Redis' own clock. */
  private static final long START_MICROS = 2_082_758_400 * SECOND;

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

  /** Nobody gets more for it, and nobody waits longer than the step, nor than three periods. */
  @ParameterizedTest
  @EnumSource
  void decide_clockStepsBack_neitherMoreNorLockedOut(Algorithm algorithm) {
    var limit = Limit.of(algorithm, 5, Duration.ofMinutes(1));
    var script = AtTimes.script(algorithm);
    for (var step :
        new long[] {1, 1_000, 10 * SECOND, 59 * SECOND, 61 * SECOND, 365 * 1440 * MINUTE}) {
      for (var at : new long[] {START_MICROS, START_MICROS + 17 * SECOND}) {
        var key = prefix + algorithm + step + "at" + at;
        var before =
            new AtTimes(limit).ask(at, "take", 5).ask(at, "peek", 1).run(redis, script, key);
        var wait = before.get(Question.NUMBERS);

        var back = at - step;
        var after = afterStep(limit, at, back, script, key);
        assertThat(after).isBetween(wait, Math.min(wait + step, 3 * MINUTE));

        var then =
            new AtTimes(limit)
                .ask(at, "take", 5)
                .ask(back, "peek", 1)
                .ask(back + after - 1, "peek", 1)
                .ask(back + after, "take", 1)
                .run(redis, script, key);
        assertThat(then.get(2 * Question.NUMBERS)).isEqualTo(1);
        assertThat(then.get(3 * Question.NUMBERS)).isZero();
      }
    }
  }

  private static long afterStep(Limit limit, long at, long back, Script script, String key) {
    return new AtTimes(limit)
        .ask(at, "take", 5)
        .ask(back, "take", 1)
        .run(redis, script, key)
        .get(Question.NUMBERS);
  }

  /**
   * Nobody has more after a refund than if it had never been taken; exactly that where it counts.
   */
  @ParameterizedTest
  @EnumSource
  void refund_betweenOthers_neverGivesMoreThanNotTaken(Algorithm algorithm) {
    var limit = Limit.of(algorithm, 7, Duration.ofSeconds(10));
    var script = AtTimes.script(algorithm);
    for (var seed = 0; seed < SEQUENCES; seed++) {
      var random = new Random(seed);
      var times = new AtTimes(limit);
      var moments = new long[20];
      var costs = new long[20];
      var now = START_MICROS;
      var refunded = random.nextInt(5);
      for (var i = 0; i < moments.length; i++) {
        now += random.nextLong(3 * SECOND);
        moments[i] = now;
        costs[i] = 1 + random.nextLong(4);
        if (i == 10) {
          times.ask(now, "refund", refunded + 1);
        }
        times.ask(now, i < 10 ? "take" : "peek", costs[i]);
      }
      var answers = times.run(redis, script, prefix + algorithm + "refund" + seed);
      assertNoMore("seed " + seed, limit, refunded, moments, costs, answers);
    }
  }

  private static void assertNoMore(
      String what, Limit limit, int refunded, long[] moments, long[] costs, List<Long> answers) {
    var without = Oracle.of(limit, Question.perMicros(limit));
    for (var i = 0; i < moments.length; i++) {
      var admitted = answers.get(i * Question.NUMBERS) == 0;
      if (i < 10 && admitted && i != refunded) {
        without.take(moments[i], costs[i]);
      } else if (i >= 10) {
        var remaining = answers.get(i * Question.NUMBERS + 1);
        var most = without.remaining(moments[i]);
        assertThat(remaining).as(what).isLessThanOrEqualTo(most);
        if (!limit.algorithm().takesBurst()) {
          assertThat(remaining).as(what).isEqualTo(most);
        }
      }
    }
  }

  /**
   * A table that two other implementations are tested with, throttled and redis-cell: 5 at once,
   * one a second. Milliseconds, permits; denied, remaining, reset and retry in milliseconds.
   */
  @Test
  void decide_gcra_isAsOthersHaveIt() {
    var table =
        new long[][] {
          {0, 1, 0, 4, 1000, 0}, {0, 1, 0, 3, 2000, 0}, {0, 1, 0, 2, 3000, 0},
          {0, 1, 0, 1, 4000, 0}, {0, 1, 0, 0, 5000, 0}, {0, 1, 1, 0, 5000, 1000},
          {3000, 1, 0, 2, 3000, 0}, {3100, 1, 0, 1, 3900, 0}, {4000, 1, 0, 1, 4000, 0},
          {8000, 1, 0, 4, 1000, 0}, {9500, 1, 0, 4, 1000, 0}, {9500, 2, 0, 2, 3000, 0},
          {9500, 5, 1, 2, 3000, 3000},
        };
    var limit = new Limit(Algorithm.GCRA, 1, Duration.ofSeconds(1), 5);
    var times = new AtTimes(limit);
    for (var row : table) {
      times.ask(START_MICROS + row[0] * 1_000, "take", row[1]);
    }
    var answers = times.run(redis, AtTimes.script(Algorithm.GCRA), prefix + "table");

    for (var i = 0; i < table.length; i++) {
      var at = i * Question.NUMBERS;
      assertThat(answers.get(at)).as("wait " + i).isEqualTo(table[i][5] * 1_000);
      assertThat(answers.get(at + 1)).as("remaining " + i).isEqualTo(table[i][3]);
      assertThat(answers.get(at + 3)).as("reset " + i).isEqualTo(table[i][4] * 1_000);
    }
  }

  /** A smaller limit holds from the next request on, and nobody waits for what was before it. */
  @ParameterizedTest
  @EnumSource
  void decide_limitBecomesSmaller_isKeptFromThenOn(Algorithm algorithm) {
    var script = AtTimes.script(algorithm);
    var key = prefix + algorithm + "smaller";
    var wide = Limit.of(algorithm, 100, Duration.ofMinutes(10));
    new AtTimes(wide).ask(START_MICROS, "take", 100).run(redis, script, key);
    var value = redis.commands().dump(key);

    var small = Limit.of(algorithm, 3, Duration.ofMinutes(1));
    var smaller = new AtTimes(small).ask(START_MICROS + 1, "take", 1);
    var answer = smaller.runOn(redis, script, key, value);

    assertThat(answer.get(0)).isBetween(1L, 3 * MINUTE);
    assertThat(answer.get(1)).isZero();
  }
}
