package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.hash.Funnels;
import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.SipHash;
import dev.whiteboard.shortener.redirect.BloomFilter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether a code was ever given out: what asking costs, and what the answer takes in memory.
 *
 * <pre>
 *   1 or 10 million codes ─▸ filter, 1 % ◂─ code ─ thread
 *                                           known ones by Zipf, unknown ones each as often
 * </pre>
 *
 * <p>Before it measures, a fork asks for every code that is in, and for as many that are not, and
 * prints the rate of wrong answers, the heap taken and the time to fill. {@code add} puts in codes
 * that are in already, as otherwise the filter would fill up; adding a new one is what filling
 * tells.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar FilterBenchmark}, with 4 GB free
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {
  private static final int ASKED = 1 << 16;
  private static final double ERROR_RATE = 0.01;

  /** How far above its rate a filter may be: at 1 million, 20 standard deviations. */
  private static final double ERROR_RATE_MAX = 0.012;

  private static final long SEED = 42;
  private static final double MEGABYTE = 1024 * 1024;

  /** Who is asked. */
  @Param public Contender contender = Contender.OURS;

  /** How many codes are in. */
  @Param({"1000000", "10000000"})
  public int codes;

  private final CodePermutation permutation = new CodePermutation(new SipHash(1, 2));
  private final String[] known = new String[ASKED];
  private final String[] unknown = new String[ASKED];
  private Filter filter = contender.make(1);
  private int next;

  /** Tells known codes from unknown ones. */
  interface Filter {
    void add(String code);

    boolean mayContain(String code);
  }

  /** All who do that. */
  public enum Contender {
    /** {@link BloomFilter}. */
    OURS {
      @Override
      Filter make(int codes) {
        return new Ours(new BloomFilter(new SipHash(3, 4), codes, ERROR_RATE));
      }
    },
    /** Guava's, whose hash has no key: who knows it can choose codes that fill it. */
    GUAVA {
      @Override
      Filter make(int codes) {
        return new Guavas(
            com.google.common.hash.BloomFilter.create(
                Funnels.stringFunnel(US_ASCII), codes, ERROR_RATE));
      }
    },
    /** All codes themselves; never wrong. */
    HASH_SET {
      @Override
      Filter make(int codes) {
        return new Codes(ConcurrentHashMap.newKeySet());
      }
    };

    abstract Filter make(int codes);
  }

  private record Ours(BloomFilter filter) implements Filter {
    @Override
    public void add(String code) {
      filter.add(code);
    }

    @Override
    public boolean mayContain(String code) {
      return filter.mayContain(code);
    }
  }

  @SuppressWarnings("UnstableApiUsage")
  private record Guavas(com.google.common.hash.BloomFilter<CharSequence> filter) implements Filter {
    @Override
    public void add(String code) {
      var _ = filter.put(code);
    }

    @Override
    public boolean mayContain(String code) {
      return filter.mightContain(code);
    }
  }

  private record Codes(Set<String> all) implements Filter {
    @Override
    public void add(String code) {
      var _ = all.add(code);
    }

    @Override
    public boolean mayContain(String code) {
      return all.contains(code);
    }
  }

  /** Fills the contender, asks it for everything, and prints what it takes. */
  @Setup
  public void fillAndVerify() {
    var bytesBefore = heapBytes();
    var startNanos = System.nanoTime();
    filter = contender.make(codes);
    for (var i = 0; i < codes; i++) {
      filter.add(code(i));
    }
    var fillNanos = System.nanoTime() - startNanos;
    var bytes = heapBytes() - bytesBefore;
    var errorRate = verify();
    System.out.printf(
        "%n%s, %,d codes: %.1f MB of heap, %.1f B a code; filled with %.0f ns a code;"
            + " %.3f %% wrong answers%n",
        contender,
        codes,
        bytes / MEGABYTE,
        (double) bytes / codes,
        (double) fillNanos / codes,
        errorRate * 100);
    var draws = new Zipf(codes, Zipf.EXPONENT_WEB).draws(ASKED, SEED);
    Arrays.setAll(known, i -> code(draws[i]));
    Arrays.setAll(unknown, i -> code(codes + i));
  }

  /** How often it was wrong of codes that are not in. */
  private double verify() {
    var wrong = 0;
    for (var i = 0; i < codes; i++) {
      if (!filter.mayContain(code(i))) {
        throw new IllegalStateException("added, and not there: " + code(i));
      }
      if (filter.mayContain(code(codes + i))) {
        wrong++;
      }
    }
    var rate = (double) wrong / codes;
    if (rate > ERROR_RATE_MAX) {
      throw new IllegalStateException("wrong too often: " + rate);
    }
    return rate;
  }

  /** Distinct for distinct numbers, and in no order. */
  private String code(int number) {
    return Base62.encode(permutation.apply(number), PermutedCounter.DIGITS);
  }

  private static long heapBytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Of a code that is in. */
  @Benchmark
  public boolean askForKnown() {
    return filter.mayContain(known[next++ & (ASKED - 1)]);
  }

  /** Of a code that is not. */
  @Benchmark
  public boolean askForUnknown() {
    return filter.mayContain(unknown[next++ & (ASKED - 1)]);
  }

  /** A code that is in already. */
  @Benchmark
  public void add() {
    filter.add(known[next++ & (ASKED - 1)]);
  }
}
