package dev.whiteboard.bench;

import com.google.common.util.concurrent.RateLimiter;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.TickingClock;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One decision in one process: may this key go on?
 *
 * <pre>
 *   1 thread  ─▸ key ─▸ limiter ─▸ yes, always        or    no, always
 *   2 threads ─▸ a key each, or both the same one
 * </pre>
 *
 * <p>Ours look the key up each time and write the verdict in full: what is left, when to come back.
 * The others are held in the hand and say yes or no, but for {@code BUCKET4J_BY_KEY}, which is
 * looked up as ours are. Each answer is compared with what it must be. The key's hash is known: all
 * ask with the same string again and again.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar LimiterBenchmark -prof gc}; one contender by
 * {@code -p contender=GCRA}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LimiterBenchmark {
  /** What a key may take of a limit that is used up before the clock starts. */
  private static final int FEW = 100;

  private static final int MANY = 1_000_000_000;
  private static final int ASKED_FIRST = 10 * FEW;
  private static final Duration TICK = Duration.ofMillis(1);

  /** Who decides. */
  @Param public Contender contender = Contender.GCRA;

  /** How it ends. */
  @Param public Answer answer = Answer.ALLOW;

  private Limiter limiter = _ -> () -> false;

  /** How every decision ends. */
  public enum Answer {
    /** A limit that nobody reaches. */
    ALLOW(MANY, Duration.ofSeconds(1)),

    /** One that is used up, and is so for days. */
    DENY(FEW, Limit.PER_MAX);

    private final int permits;
    private final Duration per;

    Answer(int permits, Duration per) {
      this.permits = permits;
      this.per = per;
    }

    /** The same rate where a log may not be that long: each millisecond a part of it. */
    private Limit limit(Algorithm algorithm) {
      return this == ALLOW && algorithm == Algorithm.SLIDING_LOG
          ? Limit.of(algorithm, Limit.LOG_PERMITS_MAX, Limit.PER_MIN)
          : Limit.of(algorithm, permits, per);
    }
  }

  /** Has a limit for each key. */
  interface Limiter {
    /** The key's, for one thread. */
    Door of(String key);
  }

  /** A key's limit in a thread's hand. */
  interface Door {
    boolean tryAcquire();
  }

  /** All who decide. */
  public enum Contender {
    /** Reads the clock, and knows the answer: the least there is to do. */
    CLOCK(0),
    /** Ours. */
    FIXED_WINDOW(FEW),
    /** Ours. */
    SLIDING_LOG(FEW),
    /** Ours. */
    SLIDING_WINDOW(FEW),
    /** Ours. */
    TOKEN_BUCKET(FEW),
    /** Ours. */
    LEAKY_BUCKET(FEW),
    /** Ours; nobody waits for his turn here. */
    LEAKY_QUEUE(FEW),
    /** Ours. */
    GCRA(FEW),
    /** Ours; what was taken is given back, and that is in the time. */
    CONCURRENCY(FEW),
    /** Ours by a clock that is read once a millisecond: as exact as {@link #BUCKET4J}. */
    TOKEN_BUCKET_TICKING(FEW),
    /** Ours by the same clock. */
    GCRA_TICKING(FEW),
    /** Bucket4j's token bucket without a lock, as it comes: its clock ticks in milliseconds. */
    BUCKET4J(FEW),
    /** The same, looked up in a map each time. */
    BUCKET4J_BY_KEY(FEW),
    /** The same in the hand, by a clock in nanoseconds, as ours have. */
    BUCKET4J_NANOS(FEW),
    /** Resilience4j's, without a lock: windows from its start on. Nobody waits. */
    RESILIENCE4J(FEW),
    /** Guava's, with a lock; it keeps what comes in a second, so here only the first one. */
    GUAVA(1);

    private final int few;

    Contender(int few) {
      this.few = few;
    }

    private Limiter make(Answer answer) {
      return switch (this) {
        case CLOCK -> clock(answer);
        case FIXED_WINDOW,
            SLIDING_LOG,
            SLIDING_WINDOW,
            TOKEN_BUCKET,
            LEAKY_BUCKET,
            LEAKY_QUEUE,
            GCRA,
            CONCURRENCY ->
            ours(answer, Algorithm.valueOf(name()), systemClock());
        case TOKEN_BUCKET_TICKING -> ours(answer, Algorithm.TOKEN_BUCKET, tickingClock());
        case GCRA_TICKING -> ours(answer, Algorithm.GCRA, tickingClock());
        case BUCKET4J -> bucket4j(answer, false);
        case BUCKET4J_BY_KEY -> bucket4jByKey(answer);
        case BUCKET4J_NANOS -> bucket4j(answer, true);
        case RESILIENCE4J -> resilience4j(answer);
        case GUAVA -> guava(answer);
      };
    }

    private static Limiter clock(Answer answer) {
      var clock = systemClock();
      var admits = answer == Answer.ALLOW;
      return _ -> () -> clock.nanos() > 0 == admits;
    }

    private static Limiter ours(Answer answer, Algorithm algorithm, NanoClock clock) {
      var limiter = LocalLimiters.of(answer.limit(algorithm), clock);
      return algorithm == Algorithm.CONCURRENCY && answer == Answer.ALLOW
          ? key -> new TakenAndGivenBack(limiter, key, new Verdict())
          : key -> new Ours(limiter, key, new Verdict());
    }

    /** Ticks until the process ends. */
    private static NanoClock tickingClock() {
      return TickingClock.start(systemClock(), TICK);
    }

    private static NanoClock systemClock() {
      var now = Instant.now();
      return NanoClock.anchored(
          TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), System::nanoTime);
    }

    private static Limiter bucket4j(Answer answer, boolean nanos) {
      var buckets = new ConcurrentHashMap<String, Bucket>();
      return key -> {
        var bucket = buckets.computeIfAbsent(key, _ -> bucket(answer, nanos));
        return () -> bucket.tryConsume(1);
      };
    }

    private static Limiter bucket4jByKey(Answer answer) {
      var buckets = new ConcurrentHashMap<String, Bucket>();
      return key ->
          () -> {
            var bucket = buckets.get(key);
            if (bucket == null) {
              bucket = buckets.computeIfAbsent(key, _ -> bucket(answer, false));
            }
            return bucket.tryConsume(1);
          };
    }

    private static Bucket bucket(Answer answer, boolean nanos) {
      var builder =
          Bucket.builder()
              .addLimit(
                  limit -> limit.capacity(answer.permits).refillGreedy(answer.permits, answer.per));
      return nanos ? builder.withNanosecondPrecision().build() : builder.build();
    }

    private static Limiter resilience4j(Answer answer) {
      var config =
          RateLimiterConfig.custom()
              .limitForPeriod(answer.permits)
              .limitRefreshPeriod(answer.per)
              .timeoutDuration(Duration.ZERO)
              .build();
      var limiters =
          new ConcurrentHashMap<String, io.github.resilience4j.ratelimiter.RateLimiter>();
      return key -> {
        var limiter =
            limiters.computeIfAbsent(
                key, name -> io.github.resilience4j.ratelimiter.RateLimiter.of(name, config));
        return limiter::acquirePermission;
      };
    }

    @SuppressWarnings("UnstableApiUsage")
    private static Limiter guava(Answer answer) {
      var perSecond = (double) answer.permits / answer.per.toSeconds();
      var limiters = new ConcurrentHashMap<String, RateLimiter>();
      return key -> {
        var limiter = limiters.computeIfAbsent(key, _ -> RateLimiter.create(perSecond));
        return limiter::tryAcquire;
      };
    }
  }

  private record Ours(
      dev.whiteboard.ratelimit.limit.RateLimiter limiter, String key, Verdict verdict)
      implements Door {
    @Override
    public boolean tryAcquire() {
      return limiter.tryAcquire(key, 1, verdict);
    }
  }

  private record TakenAndGivenBack(
      dev.whiteboard.ratelimit.limit.RateLimiter limiter, String key, Verdict verdict)
      implements Door {
    @Override
    public boolean tryAcquire() {
      var admitted = limiter.tryAcquire(key, 1, verdict);
      if (admitted) {
        limiter.refund(key, verdict);
      }
      return admitted;
    }
  }

  /** Makes the limiter, and sees that a new key is admitted as often as it must be. */
  @Setup
  public void makeAndVerify() {
    limiter = contender.make(answer);
    var door = limiter.of("verified");
    var admitted = IntStream.range(0, ASKED_FIRST).filter(_ -> door.tryAcquire()).count();
    var expected = answer == Answer.ALLOW ? ASKED_FIRST : contender.few;
    if (admitted != expected) {
      throw new IllegalStateException("%d admitted of %d".formatted(admitted, ASKED_FIRST));
    }
  }

  /** A thread with a key of its own. */
  @State(Scope.Thread)
  public static class OwnKey {
    private Door door = () -> false;
    private boolean admits;

    /** Uses up what is used up. */
    @Setup
    public void prepare(LimiterBenchmark benchmark, ThreadParams thread) {
      admits = benchmark.answer == Answer.ALLOW;
      door = benchmark.door("user=" + thread.getThreadIndex());
    }
  }

  /** A thread with the key that all have. */
  @State(Scope.Thread)
  public static class HotKey {
    private Door door = () -> false;
    private boolean admits;

    /** Uses up what is used up. */
    @Setup
    public void prepare(LimiterBenchmark benchmark) {
      admits = benchmark.answer == Answer.ALLOW;
      door = benchmark.door("user=hot");
    }
  }

  private Door door(String key) {
    var door = limiter.of(key);
    for (var i = 0; i < ASKED_FIRST; i++) {
      door.tryAcquire();
    }
    return door;
  }

  /** One thread, one key. */
  @Benchmark
  public void alone(OwnKey own) {
    decide(own.door, own.admits);
  }

  /** Two threads, a key each. */
  @Benchmark
  @Threads(2)
  public void twoThreads(OwnKey own) {
    decide(own.door, own.admits);
  }

  /** Two threads, both with the same key. */
  @Benchmark
  @Threads(2)
  public void twoThreadsHotKey(HotKey hot) {
    decide(hot.door, hot.admits);
  }

  private static void decide(Door door, boolean admits) {
    if (door.tryAcquire() != admits) {
      throw new IllegalStateException("admitted what must be denied, or the other way round");
    }
  }
}
