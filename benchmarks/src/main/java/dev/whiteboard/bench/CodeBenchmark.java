package dev.whiteboard.bench;

import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.IdRanges.IdRange;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.SipHash;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a short code costs: the counter, the permutation, the digits.
 *
 * <pre>
 *   thread ─▸ id ─▸ permutation ─▸ base 62 ─▸ code       one thread, ids precomputed, nothing shared
 * </pre>
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar CodeBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodeBenchmark {
  private static final int IDS = 1 << 14;
  private static final long SEED = 42;

  private final long[] ids =
      new SplittableRandom(SEED).longs(IDS, 0, CodePermutation.SIZE).toArray();
  private final String[] codes = new String[IDS];
  private final CodePermutation permutation = new CodePermutation(new SipHash(1, 2));
  private final PermutedCounter counter =
      new PermutedCounter(() -> new IdRange(0, IDS), permutation);
  private int next;

  /** Writes each id and reads it back: what is fast here is also right. */
  @Setup
  public void verify() {
    for (var i = 0; i < IDS; i++) {
      codes[i] = Base62.encode(ids[i], PermutedCounter.DIGITS);
      if (Base62.decode(codes[i]) != ids[i]) {
        throw new IllegalStateException("not read back: " + ids[i]);
      }
    }
  }

  /** A number in seven digits. */
  @Benchmark
  public String encode() {
    return Base62.encode(ids[next++ & (IDS - 1)], PermutedCounter.DIGITS);
  }

  /** Seven digits to a number. */
  @Benchmark
  public long decode() {
    return Base62.decode(codes[next++ & (IDS - 1)]);
  }

  /** A number to its image. */
  @Benchmark
  public long permute() {
    return permutation.apply(ids[next++ & (IDS - 1)]);
  }

  /** The next code, all of it. */
  @Benchmark
  public String generate() {
    return counter.code("", 0);
  }
}
