package dev.whiteboard.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.SipHash;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BloomFilterTest {
  @Property
  void mayContain_added_always(
      @ForAll @Size(min = 1, max = 200)
          java.util.List<@AlphaChars @NumericChars @StringLength(min = 3, max = 32) String> codes,
      @ForAll @IntRange(min = 1, max = 300) int room,
      @ForAll byte key) {
    var filter = new BloomFilter(hash(key), room, 0.01);

    codes.forEach(filter::add);

    assertThat(codes).allMatch(filter::mayContain);
  }

  /** Full as it was sized for, it errs as often as it was sized for: measured with other codes. */
  @ParameterizedTest
  @CsvSource({"0.1, 1", "0.01, 2", "0.01, 3", "0.001, 4"})
  void mayContain_neverAdded_asSeldomAsItWasSizedFor(double errorRate, byte key) {
    var codes = 100_000;
    var filter = new BloomFilter(hash(key), codes, errorRate);
    LongStream.range(0, codes).forEach(i -> filter.add(code(i)));

    var asked = 200_000;
    var wrong =
        LongStream.range(codes, codes + asked).filter(i -> filter.mayContain(code(i))).count();

    // Four standard deviations of so many coins, and 5 % for the bits that are a whole number.
    var spread = 4 * Math.sqrt(errorRate * (1 - errorRate) / asked) + 0.05 * errorRate;
    assertThat((double) wrong / asked).isCloseTo(errorRate, within(spread));
  }

  @Test
  void bytes_millionCodesAtOnePercent_1200Kilobytes() {
    assertThat(new BloomFilter(hash((byte) 1), 1_000_000, 0.01).bytes())
        .isBetween(1_198_000L, 1_199_000L);
  }

  @Test
  void mayContain_caseDiffers_isAnotherCode() {
    var filter = new BloomFilter(hash((byte) 1), 1_000, 1e-9);
    filter.add("Abc");

    assertThat(filter.mayContain("aBc")).isFalse();
    assertThat(filter.mayContain("Abc")).isTrue();
  }

  @Test
  void add_byManyThreads_losesNone() throws Exception {
    var filter = new BloomFilter(hash((byte) 1), 40_000, 0.001);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var thread = 0; thread < 4; thread++) {
        var first = thread * 10_000L;
        var _ =
            threads.submit(
                () -> LongStream.range(first, first + 10_000).forEach(i -> filter.add(code(i))));
      }
    }

    assertThat(LongStream.range(0, 40_000).allMatch(i -> filter.mayContain(code(i)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0.01", "-1, 0.01", "10, 0", "10, 1", "10, NaN", "100000000000, 0.01"})
  void new_impossible_isRefused(long codes, double errorRate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BloomFilter(hash((byte) 1), codes, errorRate));
  }

  /** Codes as they are given out: seven characters that look random. */
  private static String code(long i) {
    return Base62.encode(new SplittableRandom(i).nextLong(3_521_614_606_208L), 7);
  }

  private static SipHash hash(byte key) {
    var bytes = new byte[SipHash.KEY_BYTES];
    bytes[0] = key;
    return SipHash.keyed(bytes);
  }
}
