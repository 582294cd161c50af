package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.websocket.Masks;
import dev.whiteboard.chat.websocket.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
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
 * What every frame of a client costs before anybody looks into it: its mask is taken off (RFC 6455,
 * section 5.3), and its text is seen to be UTF-8 (section 8.1).
 *
 * <p>Both are verified before the clock starts: a mask put on twice is none, and what is cut off in
 * the middle of a character is not UTF-8.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ChatBytesBenchmark -prof gc}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ChatBytesBenchmark {
  private static final int MASK = 0x5AC3_96F1;
  private static final int BYTES = 300;

  /** What is written. */
  public enum Text {
    /** Letters as in English. */
    ASCII("a"),
    /** Two bytes each. */
    CYRILLIC("ж"),
    /** Three bytes each. */
    CHINESE("聊");

    private final String letter;

    Text(String letter) {
      this.letter = letter;
    }

    private byte[] bytes() {
      return letter.repeat(BYTES / letter.getBytes(UTF_8).length).getBytes(UTF_8);
    }
  }

  /** Takes masks off. */
  public enum Unmasker {
    /** Ours: eight bytes at once. */
    OURS {
      @Override
      void apply(byte[] bytes) {
        Masks.apply(MASK, bytes, 0, bytes.length);
      }
    },
    /** As the RFC writes it. */
    BYTE_BY_BYTE {
      @Override
      void apply(byte[] bytes) {
        for (var i = 0; i < bytes.length; i++) {
          bytes[i] ^= (byte) (MASK >>> (24 - 8 * (i & 3)));
        }
      }
    };

    abstract void apply(byte[] bytes);
  }

  /** Tells UTF-8 from what is none. */
  public enum Checker {
    /** Ours: eight bytes at once while they are ASCII, else a step a byte. */
    OURS {
      @Override
      boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
      }
    },
    /** The JDK's decoder, which says so where it is none. */
    DECODER {
      @Override
      boolean isValid(byte[] bytes) {
        try {
          return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).limit() > 0;
        } catch (CharacterCodingException e) {
          return false;
        }
      }
    },
    /** The JDK's strings, there and back: what is none comes back as something else. */
    STRING {
      @Override
      boolean isValid(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
      }
    };

    abstract boolean isValid(byte[] bytes);
  }

  /** Somebody, and his frame. */
  @State(Scope.Thread)
  public static class Masked {
    /** All in turn. */
    @Param public Unmasker unmasker = Unmasker.OURS;

    private final byte[] bytes = Text.ASCII.bytes();

    /** Twice is none. */
    @Setup
    public void verify() {
      unmasker.apply(bytes);
      var isMasked =
          bytes[0] == (byte) ('a' ^ MASK >>> 24) && bytes[5] == (byte) ('a' ^ MASK >> 16);
      unmasker.apply(bytes);
      if (!isMasked || !Arrays.equals(bytes, Text.ASCII.bytes())) {
        throw new IllegalStateException("no mask of RFC 6455");
      }
    }
  }

  /** Somebody, and what he looks at. */
  @State(Scope.Thread)
  public static class Checked {
    /** All in turn. */
    @Param public Checker checker = Checker.OURS;

    /** All in turn. */
    @Param public Text text = Text.ASCII;

    private byte[] bytes = {};

    /** Half a character is none. */
    @Setup
    public void makeAndVerify() {
      bytes = text.bytes();
      var whole = Text.CHINESE.bytes();
      var cut = Arrays.copyOf(whole, whole.length - 1);
      if (!checker.isValid(bytes) || checker.isValid(cut)) {
        throw new IllegalStateException("cannot tell UTF-8");
      }
    }
  }

  /** 300 bytes. */
  @Benchmark
  public byte[] unmask(Masked masked) {
    masked.unmasker.apply(masked.bytes);
    return masked.bytes;
  }

  /** 300 bytes. */
  @Benchmark
  public boolean check(Checked checked) {
    return checked.checker.isValid(checked.bytes);
  }
}
