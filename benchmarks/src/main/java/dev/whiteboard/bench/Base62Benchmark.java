package dev.whiteboard.bench;

import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.PermutedCounter;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
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
import org.sqids.Sqids;

/**
 * A number as a code, and back.
 *
 * <pre>
 *   thread ─▸ id ─▸ codec ─▸ code        one thread, ids and codes precomputed, nothing shared
 *   thread ─▸ code ─▸ codec ─▸ id
 * </pre>
 *
 * <p>Sqids also shuffles its alphabet for each number and passes over bad words: more work, other
 * codes. So what is verified of each contender is the way there and back.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Base62Benchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Base62Benchmark {
  private static final int IDS = 1 << 14;
  private static final long SEED = 42;

  /** Who writes the number. */
  @Param public Contender contender = Contender.OURS;

  private final long[] ids =
      new SplittableRandom(SEED).longs(IDS, 0, CodePermutation.SIZE).toArray();
  private final String[] codes = new String[IDS];
  private Codec codec = contender.make();
  private int next;

  /** Numbers to codes, and back. */
  interface Codec {
    String encode(long number);

    long decode(String code);
  }

  /** All who do that. */
  public enum Contender {
    /** {@link Base62}. */
    OURS {
      @Override
      Codec make() {
        return new Ours();
      }
    },
    /** As one would write it down first: a builder, reversed; a search in the alphabet. */
    STRAIGHTFORWARD {
      @Override
      Codec make() {
        return new Straightforward();
      }
    },
    /** With numbers of any size. */
    BIG_INTEGER {
      @Override
      Codec make() {
        return new OfBigIntegers();
      }
    },
    /** The library, seven characters or more. */
    SQIDS {
      @Override
      Codec make() {
        return new OfSqids();
      }
    };

    abstract Codec make();
  }

  /** Takes the contender, writes each id and reads it back. */
  @Setup
  public void verify() {
    codec = contender.make();
    for (var i = 0; i < IDS; i++) {
      codes[i] = codec.encode(ids[i]);
      if (codec.decode(codes[i]) != ids[i]) {
        throw new IllegalStateException("not read back: " + ids[i]);
      }
    }
  }

  /** A number to a code. */
  @Benchmark
  public String encode() {
    return codec.encode(ids[next++ & (IDS - 1)]);
  }

  /** A code to a number. */
  @Benchmark
  public long decode() {
    return codec.decode(codes[next++ & (IDS - 1)]);
  }

  private static final class Ours implements Codec {
    @Override
    public String encode(long number) {
      return Base62.encode(number, PermutedCounter.DIGITS);
    }

    @Override
    public long decode(String code) {
      return Base62.decode(code);
    }
  }

  private static final class Straightforward implements Codec {
    private static final String ALPHABET =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Override
    public String encode(long number) {
      var digits = new StringBuilder();
      for (var rest = number; rest > 0; rest /= 62) {
        digits.append(ALPHABET.charAt((int) (rest % 62)));
      }
      return digits.reverse().toString();
    }

    @Override
    public long decode(String code) {
      var number = 0L;
      for (var i = 0; i < code.length(); i++) {
        number = number * 62 + ALPHABET.indexOf(code.charAt(i));
      }
      return number;
    }
  }

  private static final class OfBigIntegers implements Codec {
    private static final BigInteger BASE = BigInteger.valueOf(62);

    @Override
    public String encode(long number) {
      var digits = new StringBuilder();
      var rest = BigInteger.valueOf(number);
      while (rest.signum() > 0) {
        var divided = rest.divideAndRemainder(BASE);
        digits.append(Straightforward.ALPHABET.charAt(divided[1].intValue()));
        rest = divided[0];
      }
      return digits.reverse().toString();
    }

    @Override
    public long decode(String code) {
      var number = BigInteger.ZERO;
      for (var i = 0; i < code.length(); i++) {
        var digit = Straightforward.ALPHABET.indexOf(code.charAt(i));
        number = number.multiply(BASE).add(BigInteger.valueOf(digit));
      }
      return number.longValueExact();
    }
  }

  private static final class OfSqids implements Codec {
    private final Sqids sqids = Sqids.builder().minLength(PermutedCounter.DIGITS).build();

    @Override
    public String encode(long number) {
      return sqids.encode(List.of(number));
    }

    @Override
    public long decode(String code) {
      return sqids.decode(code).getFirst();
    }
  }
}
