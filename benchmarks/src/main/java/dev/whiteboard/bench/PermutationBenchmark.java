package dev.whiteboard.bench;

import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.SipHash;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
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
 * What it costs to hide a counter.
 *
 * <pre>
 *   thread ─▸ id ─▸ keyed function ─▸ image       one thread, ids precomputed, nothing shared
 * </pre>
 *
 * <p>Only {@code OURS} can be used for codes: a hash is no permutation, and an AES block has 22
 * base-62 digits. They are yardsticks. The way back is not measured: the service never goes it, and
 * so {@link CodePermutation} has none.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar PermutationBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PermutationBenchmark {
  private static final int IDS = 1 << 14;
  private static final long SEED = 42;

  /** Who hides the number. */
  @Param public Contender contender = Contender.OURS;

  private final long[] ids =
      new SplittableRandom(SEED).longs(0, CodePermutation.SIZE).distinct().limit(IDS).toArray();
  private LongUnaryOperator hide = number -> number;
  private int next;

  /** All who do that. */
  public enum Contender {
    /** {@link CodePermutation}: ten rounds, 1.25 times on average. */
    OURS {
      @Override
      LongUnaryOperator make() {
        return new CodePermutation(SIP_HASH)::apply;
      }
    },
    /** One round, bare. */
    SIP_HASH_ONCE {
      @Override
      LongUnaryOperator make() {
        return SIP_HASH::hash;
      }
    },
    /** A block of 128 bits through the JDK's cipher, which runs on the processor's instructions. */
    AES_BLOCK {
      @Override
      LongUnaryOperator make() throws GeneralSecurityException {
        return new AesBlock();
      }
    };

    private static final SipHash SIP_HASH = new SipHash(1, 2);

    abstract LongUnaryOperator make() throws GeneralSecurityException;
  }

  /** Takes the contender, and checks that it keeps all numbers apart. */
  @Setup
  public void verify() throws GeneralSecurityException {
    hide = contender.make();
    var images = Arrays.stream(ids).map(hide).toArray();
    if (Arrays.stream(images).distinct().count() != ids.length || Arrays.equals(images, ids)) {
      throw new IllegalStateException("two numbers have one image, or nothing was hidden");
    }
    if (hide instanceof AesBlock aes && !aes.isReadBack(ids[0])) {
      throw new IllegalStateException("not decrypted");
    }
    if (contender == Contender.OURS
        && Arrays.stream(images).max().orElse(0) >= CodePermutation.SIZE) {
      throw new IllegalStateException("an image is no code");
    }
  }

  /** A number to its image. */
  @Benchmark
  public long hide() {
    return hide.applyAsLong(ids[next++ & (IDS - 1)]);
  }

  private static final class AesBlock implements LongUnaryOperator {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[16], "AES");

    private final Cipher cipher = cipher(Cipher.ENCRYPT_MODE);
    private final byte[] block = new byte[16];
    private final byte[] image = new byte[16];

    private AesBlock() throws GeneralSecurityException {}

    /** One block is a permutation and no message: a mode of operation has nothing to add. */
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher cipher(int mode) throws GeneralSecurityException {
      var cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, KEY);
      return cipher;
    }

    @Override
    public long applyAsLong(long number) {
      ByteBuffer.wrap(block).putLong(0, number);
      try {
        var _ = cipher.doFinal(block, 0, block.length, image);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a whole block can be encrypted", e);
      }
      return ByteBuffer.wrap(image).getLong();
    }

    private boolean isReadBack(long number) throws GeneralSecurityException {
      var _ = applyAsLong(number);
      return ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE).doFinal(image)).getLong() == number;
    }
  }
}
