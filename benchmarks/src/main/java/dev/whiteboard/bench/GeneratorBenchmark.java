package dev.whiteboard.bench;

import dev.whiteboard.shortener.code.BlockedWords;
import dev.whiteboard.shortener.code.CleanCodes;
import dev.whiteboard.shortener.code.CodeGenerator;
import dev.whiteboard.shortener.code.CodeKind;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.IdRanges.IdRange;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.SipHash;
import dev.whiteboard.shortener.code.Snowflake;
import dev.whiteboard.shortener.code.SnowflakeLeases.Lease;
import dev.whiteboard.shortener.code.UrlHash;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/**
 * What a short code costs, all of it, with each of the three generators that there are to choose
 * from.
 *
 * <pre>
 *   1 or 2 threads ─▸ URL ─▸ generator ─▸ code      one generator, as in a node
 *                              ▴ ranges and windows leased from memory, as long as PostgreSQL's
 * </pre>
 *
 * <p>Put together as a node does it: words are passed over, but not in snowflakes. What is left out
 * is the database's part: a round trip every 1,000 ids or 10 s, and with {@code HASH} collisions.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar GeneratorBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GeneratorBenchmark {
  private static final int URLS = 1 << 14;
  private static final int IDS_LEASED = 1_000;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** Who makes the code. */
  @Param public CodeKind generator = CodeKind.PERMUTED_COUNTER;

  private final String[] urls = new String[URLS];
  private CodeGenerator codes = (url, _) -> url;

  /** Takes the generator, and checks that its codes are distinct and as long as they should be. */
  @Setup
  public void verify() {
    Arrays.setAll(urls, i -> "https://example.com/articles/%07d?utm_source=letter".formatted(i));
    codes = make(generator);
    var digits = generator == CodeKind.SNOWFLAKE ? Snowflake.DIGITS : PermutedCounter.DIGITS;
    var seen = new HashSet<String>();
    for (var url : urls) {
      var code = codes.code(url, 0);
      if (code.length() != digits || !seen.add(code)) {
        throw new IllegalStateException("too long, or made twice: " + code);
      }
    }
  }

  private static CodeGenerator make(CodeKind kind) {
    return switch (kind) {
      case PERMUTED_COUNTER -> new CleanCodes(permutedCounter(), BlockedWords.load());
      case SNOWFLAKE -> snowflake();
      case HASH ->
          new CleanCodes(
              new UrlHash(() -> ThreadLocalRandom.current().nextLong()), BlockedWords.load());
    };
  }

  private static CodeGenerator permutedCounter() {
    var first = new AtomicLong();
    return new PermutedCounter(
        () -> {
          var from = first.getAndAdd(IDS_LEASED);
          return new IdRange(from, from + IDS_LEASED);
        },
        new CodePermutation(new SipHash(1, 2)));
  }

  private static CodeGenerator snowflake() {
    var clock = InstantSource.system();
    var from = new AtomicLong(clock.millis() - Snowflake.EPOCH.toEpochMilli());
    return new Snowflake(
        () -> {
          var start = from.getAndAdd(WINDOW.toMillis());
          return new Lease(1, start, start + WINDOW.toMillis());
        },
        clock);
  }

  /** Each thread's own place among the URLs. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    int next() {
      return next++ & (URLS - 1);
    }
  }

  /** The next code. */
  @Benchmark
  public String alone(Place place) {
    return codes.code(urls[place.next()], 0);
  }

  /** The next code, where another thread wants one too. */
  @Benchmark
  @Threads(2)
  public String twoThreads(Place place) {
    return codes.code(urls[place.next()], 0);
  }
}
