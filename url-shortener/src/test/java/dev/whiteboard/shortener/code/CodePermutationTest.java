package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodePermutationTest {
  private static final SipHash KEY = new SipHash(0x0123456789abcdefL, 0xfedcba9876543210L);

  /** Whole sets, some far from a power of two: each number is the image of exactly one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 61, 62, 64, 65, 1_000, 3_844, 238_328})
  void apply_wholeSet_isABijection(long size) {
    var permutation = new CodePermutation(KEY, size);
    var images = new BitSet((int) size);

    for (var number = 0L; number < size; number++) {
      var image = permutation.apply(number);
      assertThat(image).isBetween(0L, size - 1);
      images.set((int) image);
    }

    assertThat(images.cardinality()).isEqualTo((int) size);
  }

  @Property
  void apply_anySize_isABijection(
      @ForAll @IntRange(min = 1, max = 5_000) int size, @ForAll long k0, @ForAll long k1) {
    var permutation = new CodePermutation(new SipHash(k0, k1), size);
    var images = new BitSet(size);

    for (var number = 0; number < size; number++) {
      images.set((int) permutation.apply(number));
    }

    assertThat(images.cardinality()).isEqualTo(size);
  }

  @Property
  void apply_twoNumbersOfAll_haveTwoImagesInside(
      @ForAll @LongRange(min = 0, max = CodePermutation.SIZE - 1) long one,
      @ForAll @LongRange(min = 0, max = CodePermutation.SIZE - 1) long other) {
    var permutation = new CodePermutation(KEY);

    assertThat(permutation.apply(one)).isBetween(0L, CodePermutation.SIZE - 1);
    assertThat(permutation.apply(one) == permutation.apply(other)).isEqualTo(one == other);
  }

  /** A step of one in the counter is as good as any in the code: no digit gives the next away. */
  @Test
  void apply_countingUp_leapsAcrossTheWholeRange() {
    var permutation = new CodePermutation(KEY);
    var steps = new HashSet<Long>();
    var upward = 0;

    for (var number = 0L; number < 10_000; number++) {
      var step = permutation.apply(number + 1) - permutation.apply(number);
      steps.add(step);
      upward += step > 0 ? 1 : 0;
    }

    assertThat(steps).hasSize(10_000);
    assertThat(upward).isBetween(4_800, 5_200);
  }

  /** 10,000 consecutive codes: in each place each digit as often as chance would have it. */
  @Test
  void apply_countingUp_usesEachDigitInEachPlaceEquallyOften() {
    var permutation = new CodePermutation(KEY);
    var counts = new int[PermutedCounter.DIGITS][128];
    for (var number = 0L; number < 62_000; number++) {
      var code = Base62.encode(permutation.apply(number), PermutedCounter.DIGITS);
      for (var place = 0; place < code.length(); place++) {
        counts[place][code.charAt(place)]++;
      }
    }

    for (var place : counts) {
      for (var character = '0'; character <= 'z'; character++) {
        if (Character.isLetterOrDigit(character)) {
          assertThat(place[character]).isBetween(800, 1_200); // 1,000 expected, 6 sigma
        }
      }
    }
  }

  @Test
  void apply_anotherKey_isAnotherPermutation() {
    var ours = new CodePermutation(KEY);
    var theirs = new CodePermutation(new SipHash(1, 2));

    assertThat(ours.apply(42)).isNotEqualTo(theirs.apply(42));
  }

  @Test
  void apply_outside_isRefused() {
    var permutation = new CodePermutation(KEY);

    assertThatThrownBy(() -> permutation.apply(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> permutation.apply(CodePermutation.SIZE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
