package dev.whiteboard.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Each algorithm beside its definition, over random arrivals. */
final class ExactnessTest {
  private static final int ARRIVALS = 2_000;

  private final Verdict verdict = new Verdict();

  @Property(tries = 300)
  void tryAcquire_randomArrivals_admitsWhatTheDefinitionAdmits(
      @ForAll Algorithm algorithm,
      @ForAll @IntRange(min = 1, max = 50) int permits,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @LongRange(min = 1_000_000, max = 100_000_000_000L) long perNanos,
      @ForAll @LongRange(min = -(1L << 61), max = 1L << 61) long start,
      @ForAll long seed) {
    var limit = limit(algorithm, permits, burst, perNanos);
    var clock = new HandClock(start);
    var limiter = LocalLimiters.of(limit, clock);
    var model = Models.of(limit);
    var random = new SplittableRandom(seed);
    for (var i = 0; i < ARRIVALS; i++) {
      clock.pass(pause(random, 2 * perNanos / permits, perNanos));
      var asked = random.nextBoolean() ? 1 : random.nextLong(limit.burst()) + 1;
      if (algorithm == Algorithm.CONCURRENCY) {
        clock.pass(1); // holds are told apart by their moment
      }
      assertAsDefined(limiter, model, clock, asked);
    }
  }

  private void assertAsDefined(
      LocalLimiter limiter, Models.Model model, HandClock clock, long asked) {
    var now = clock.nanos();
    var defined = model.admits(now, asked);
    if (limiter.tryAcquire("a", asked, verdict) != defined) {
      throw new AssertionError(verdict + ", by definition " + defined);
    }
    if (defined) {
      model.take(now, asked);
    } else if (!model.admits(now + verdict.retryAfterNanos(), asked)
        || model.admits(now + verdict.retryAfterNanos() - 1, asked)) {
      throw new AssertionError("retry is wrong: " + verdict);
    }
    if (verdict.remaining() > 0 != model.admits(now, Math.max(verdict.remaining(), 1))
        || (verdict.remaining() < limiter.limit().burst()
            && model.admits(now, verdict.remaining() + 1))) {
      throw new AssertionError("remaining is wrong: " + verdict);
    }
  }

  @Property(tries = 100)
  void tryAcquire_slidingLog_neverMoreThanTheLimitInAnyPeriod(
      @ForAll @IntRange(min = 1, max = 100) int permits, @ForAll long start, @ForAll long seed) {
    var clock = new HandClock(start);
    var limiter =
        LocalLimiters.of(Limit.of(Algorithm.SLIDING_LOG, permits, Duration.ofMillis(1)), clock);
    var random = new SplittableRandom(seed);
    var admitted = new ArrayDeque<Long>();
    for (var i = 0; i < 10_000; i++) {
      clock.pass(pause(random, 2_000_000 / permits, 1_000_000));
      if (limiter.tryAcquire("a", 1, verdict)) {
        admitted.add(clock.nanos());
      }
      while (!admitted.isEmpty() && clock.nanos() - admitted.element() >= 1_000_000) {
        admitted.remove();
      }
      if (admitted.size() > permits) {
        throw new AssertionError(admitted.size() + " of " + permits);
      }
    }
  }

  @Property(tries = 300)
  void refund_whenever_isNeverPastTheLimit(
      @ForAll Algorithm algorithm,
      @ForAll @IntRange(min = 1, max = 20) int permits,
      @ForAll long seed) {
    var clock = new HandClock(0);
    var limit = Limit.of(algorithm, permits, Duration.ofMillis(1));
    var limiter = LocalLimiters.of(limit, clock);
    var random = new SplittableRandom(seed);
    var taken = new ArrayDeque<Verdict>();
    for (var i = 0; i < 1_000; i++) {
      clock.pass(pause(random, 1_000_000 / permits, 1_000_000));
      var one = new Verdict();
      if (limiter.tryAcquire("a", random.nextLong(permits) + 1, one)) {
        taken.add(one);
      }
      if (!taken.isEmpty() && random.nextInt(3) == 0) {
        limiter.refund("a", random.nextBoolean() ? taken.removeFirst() : taken.removeLast());
      }
      limiter.peek("a", 1, verdict);
      if (verdict.remaining() < 0 || verdict.remaining() > permits) {
        throw new AssertionError(verdict.toString());
      }
    }
  }

  @Property(tries = 300)
  void refund_paced_leavesNoMoreThanHadItNotBeenTaken(
      @ForAll @IntRange(min = 1, max = 20) int permits, @ForAll long seed) {
    var clock = new HandClock(0);
    var limit = Limit.of(Algorithm.GCRA, permits, Duration.ofMillis(1));
    var with = LocalLimiters.of(limit, clock);
    var without = LocalLimiters.of(limit, clock);
    var random = new SplittableRandom(seed);
    for (var i = 0; i < 200; i++) {
      clock.pass(pause(random, 2_000_000 / permits, 1_000_000));
      var taken = new Verdict();
      with.tryAcquire("a", random.nextLong(permits) + 1, taken);
      for (var j = random.nextInt(4); j > 0; j--) {
        clock.pass(pause(random, 1_000_000 / permits, 1_000_000));
        var asked = random.nextLong(permits) + 1;
        if (with.tryAcquire("a", asked)) {
          assertThat(without.tryAcquire("a", asked)).isTrue();
        }
      }
      with.refund("a", taken);
      with.peek("a", 1, verdict);
      var other = new Verdict();
      without.peek("a", 1, other);
      assertThat(verdict.resetAfterNanos()).isGreaterThanOrEqualTo(other.resetAfterNanos());
    }
  }

  @Property(tries = 300)
  void tryAcquire_tokenBucket_isAsBucket4j(
      @ForAll @IntRange(min = 1, max = 1_000) int permits,
      @ForAll @IntRange(min = 1, max = 1_000) int burst,
      @ForAll @LongRange(min = 1_000_000, max = 3_600_000_000_000L) long perNanos,
      @ForAll long seed) {
    var clock = new HandClock(0);
    var limiter = LocalLimiters.of(limit(Algorithm.TOKEN_BUCKET, permits, burst, perNanos), clock);
    var bucket =
        Bucket.builder()
            .addLimit(to -> to.capacity(burst).refillGreedy(permits, Duration.ofNanos(perNanos)))
            .withCustomTimePrecision(new Meter(clock))
            .build();
    var random = new SplittableRandom(seed);
    for (var i = 0; i < ARRIVALS; i++) {
      clock.pass(pause(random, 2 * perNanos / permits, perNanos));
      var asked = random.nextBoolean() ? 1 : random.nextLong(burst) + 1;
      if (limiter.tryAcquire("a", asked, verdict) != bucket.tryConsume(asked)
          || verdict.remaining() != bucket.getAvailableTokens()) {
        throw new AssertionError(verdict + ", Bucket4j " + bucket);
      }
    }
  }

  private static final class Meter implements TimeMeter {
    private final HandClock clock;

    Meter(HandClock clock) {
      this.clock = clock;
    }

    @Override
    public long currentTimeNanos() {
      return clock.nanos();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private static Limit limit(Algorithm algorithm, long permits, long burst, long perNanos) {
    var limit = Limit.of(algorithm, permits, Duration.ofNanos(perNanos));
    return algorithm.takesBurst() ? limit.withBurst(burst) : limit;
  }

  /** None, a nanosecond, about an interval, or now and then a period or more. */
  private static long pause(SplittableRandom random, long interval, long per) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> 0;
      case 4 -> 1;
      case 5 -> random.nextLong(2 * per);
      case 6 -> per;
      default -> random.nextLong(interval) + 1;
    };
  }
}
