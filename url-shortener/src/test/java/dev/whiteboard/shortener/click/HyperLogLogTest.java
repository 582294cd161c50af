package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HyperLogLogTest {
  /** 1.04 / sqrt(4096). */
  private static final double STANDARD_ERROR = 0.01625;

  private static final int SEEDS = 100;

  /** The mean error is that of the paper, the bias none to speak of, and no seed is far off. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 3_000, 10_000, 12_288, 20_000, 100_000})
  void estimate_overManySeeds_errsAsThePaperSays(int visitors) {
    var sum = 0.0;
    var squares = 0.0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var error = of(seed, visitors).estimate() / (double) visitors - 1;
      assertThat(error).isBetween(-5 * STANDARD_ERROR, 5 * STANDARD_ERROR);
      sum += error;
      squares += error * error;
    }

    assertThat(Math.sqrt(squares / SEEDS)).isLessThan(1.25 * STANDARD_ERROR);
    assertThat(sum / SEEDS).isCloseTo(0, within(0.4 * STANDARD_ERROR));
  }

  @Test
  void estimate_fewVisitors_isExactOrOneOff() {
    for (var seed = 0; seed < SEEDS; seed++) {
      assertThat(of(seed, 0).estimate()).isZero();
      assertThat(of(seed, 1).estimate()).isEqualTo(1);
      assertThat(of(seed, 3).estimate()).isBetween(2L, 3L);
      assertThat(of(seed, 20).estimate()).isBetween(19L, 20L);
    }
  }

  @Test
  void estimate_aBillionVisitors_doesNotSaturate() {
    var ranks = new HyperLogLog();
    // A register sees the maximum of n / 4096 geometric ranks: drawn from it, not hash by hash.
    var random = new SplittableRandom(7);
    for (var register = 0; register < 4096; register++) {
      var perRegister = 1e9 / 4096;
      var rank = 1;
      while (random.nextDouble() > Math.pow(1 - Math.pow(2, -rank), perRegister)) {
        rank++;
      }
      ranks.add((long) register << 52 | (1L << 51) >>> (rank - 1));
    }

    assertThat(ranks.estimate() / 1e9).isCloseTo(1, within(0.5));
  }

  @Test
  void toBytes_fewVisitors_isTensOfBytes_manyAreThreeKilobytes() {
    assertThat(of(1, 0).toBytes()).hasSize(1);
    assertThat(of(1, 3).toBytes()).hasSize(10);
    assertThat(of(1, 1_000_000).toBytes()).hasSize(3_073);
    assertThat(of(1, 1_200).toBytes().length).isLessThan(3_073);
  }

  @Property(tries = 200)
  void fromBytes_ofToBytes_isTheSame(@ForAll @IntRange(max = 5_000) int visitors) {
    var sketch = of(visitors, visitors);

    var read = HyperLogLog.fromBytes(sketch.toBytes());

    assertThat(read.toBytes()).isEqualTo(sketch.toBytes());
    assertThat(read.estimate()).isEqualTo(sketch.estimate());
  }

  @Property(tries = 100)
  void merge_twoSets_isTheirUnion(
      @ForAll @IntRange(max = 3_000) int left, @ForAll @IntRange(max = 3_000) int right) {
    var union = of(1, left);
    addAll(union, 2, right);

    assertThat(merged(of(1, left), of(2, right)).toBytes()).isEqualTo(union.toBytes());
    assertThat(merged(of(2, right), of(1, left)).toBytes()).isEqualTo(union.toBytes());
  }

  @Property(tries = 100)
  void merge_withItself_changesNothing(@ForAll @IntRange(max = 3_000) int visitors) {
    assertThat(merged(of(1, visitors), of(1, visitors)).toBytes())
        .isEqualTo(of(1, visitors).toBytes());
  }

  @Property(tries = 200)
  void add_inAnyOrderAndTwice_isTheSame(
      @ForAll @Size(max = 2_000) List<Long> hashes, @ForAll Random random) {
    var sketch = new HyperLogLog();
    hashes.forEach(sketch::add);
    var shuffled = new ArrayList<>(hashes);
    shuffled.addAll(hashes);
    Collections.shuffle(shuffled, random);
    var other = new HyperLogLog();
    shuffled.forEach(other::add);

    assertThat(other.toBytes()).isEqualTo(sketch.toBytes());
  }

  /** A dense one with the same registers says the same as the sparse one. */
  @Test
  void estimate_sparseAndDense_isTheSame() {
    for (var visitors = 0; visitors < 1_000; visitors += 37) {
      var sparse = of(5, visitors);
      var dense = denseOf(sparse.toBytes());
      assertThat(dense.toBytes()).hasSize(3_073);
      assertThat(dense.estimate()).isEqualTo(sparse.estimate());
    }
  }

  @Test
  void fromBytes_notOne_isRefused() {
    for (var bytes :
        List.of(
            new byte[] {7},
            new byte[] {1, 0},
            new byte[] {2, 0, 0, 0},
            new byte[] {1, 4, 0, 1},
            new byte[] {1, 0, 0, 63})) {
      assertThatThrownBy(() -> HyperLogLog.fromBytes(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no HyperLogLog");
    }
    assertThat(HyperLogLog.fromBytes(new byte[0]).estimate()).isZero();
  }

  private static HyperLogLog of(long seed, int visitors) {
    var sketch = new HyperLogLog();
    addAll(sketch, seed, visitors);
    return sketch;
  }

  private static void addAll(HyperLogLog sketch, long seed, int visitors) {
    var random = new SplittableRandom(seed * 7_919 + 13);
    for (var i = 0; i < visitors; i++) {
      sketch.add(random.nextLong());
    }
  }

  private static HyperLogLog merged(HyperLogLog into, HyperLogLog from) {
    into.merge(from);
    return into;
  }

  private static HyperLogLog denseOf(byte[] sparse) {
    var dense = new byte[3_073];
    dense[0] = 2;
    for (var i = 1; i < sparse.length; i += 3) {
      var entry = (sparse[i] & 0xFF) << 16 | (sparse[i + 1] & 0xFF) << 8 | (sparse[i + 2] & 0xFF);
      var index = entry >> 6;
      var shift = 18 - 6 * (index % 4);
      var at = 1 + index / 4 * 3;
      var bits = (entry & 63) << shift;
      dense[at] |= (byte) (bits >> 16);
      dense[at + 1] |= (byte) (bits >> 8);
      dense[at + 2] |= (byte) bits;
    }
    return HyperLogLog.fromBytes(dense);
  }
}
