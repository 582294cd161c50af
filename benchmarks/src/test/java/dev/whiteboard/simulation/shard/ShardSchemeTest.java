package dev.whiteboard.simulation.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ShardSchemeTest {
  private static final int SHARDS = 32;
  private static final LinkSample SAMPLE = LinkSample.draw(200_000, 182_500_000_000L, 1);

  /** Counted one by one, for a number of links that can be. */
  @ParameterizedTest
  @EnumSource
  void balance_fewLinks_isThatOfAPlainCount(ShardScheme scheme) {
    var few = LinkSample.draw(1_000, 1_000_000, 7);
    var map = scheme.of(4);
    var counts = new double[4];
    IntStream.range(0, few.size()).forEach(i -> counts[map.shardOf(few.hash(i))]++);

    var balance = Balance.of(map, 4, few);

    assertThat(IntStream.range(0, 4).mapToDouble(i -> counts[i]).sum()).isEqualTo(1_000);
    assertThat(balance.largest()).isEqualTo(largest(counts) / 250);
  }

  private static double largest(double[] counts) {
    return IntStream.range(0, counts.length).mapToDouble(i -> counts[i]).max().orElseThrow();
  }

  /** Even schemes differ from even by chance alone: squares of the deviations say so. */
  @ParameterizedTest
  @EnumSource(names = {"MODULO", "JUMP", "SLOTS"})
  void balance_evenScheme_isNoWorseThanChance(ShardScheme scheme) {
    var balance = Balance.of(scheme.of(SHARDS), SHARDS, SAMPLE);

    assertThat(balance.deviation()).isLessThan(1.6 * balance.error());
  }

  @Test
  void balance_ringBySample_isThatOfItsCircle() {
    var bySample = Balance.of(ShardScheme.RING.of(SHARDS), SHARDS, SAMPLE);
    var exactly = Shardings.ringBalance(SHARDS, 160);

    assertThat(bySample.largest()).isCloseTo(exactly.largest(), within(4 * bySample.error()));
    assertThat(bySample.deviation()).isCloseTo(exactly.deviation(), within(2 * bySample.error()));
  }

  @ParameterizedTest
  @CsvSource({"1", "16", "160", "1000"})
  void ringBalance_points_deviateByOneOverTheirRoot(int points) {
    var balance = Shardings.ringBalance(400, points);

    assertThat(balance.deviation() * Math.sqrt(points)).isCloseTo(1, within(0.15));
  }

  @ParameterizedTest
  @CsvSource({
    "RING, 0.0303, 0.01",
    "JUMP, 0.0303, 0.002",
    "SLOTS, 0.0303, 0.002",
    "MODULO, 0.9697, 0.002"
  })
  void move_oneAdded_isItsShareOrNearlyAll(ShardScheme scheme, double share, double tolerance) {
    var move = Move.between(scheme.of(SHARDS), scheme.grown(SHARDS), SHARDS + 1, SAMPLE);

    assertThat(move.moved()).isCloseTo(share, within(tolerance));
  }

  @ParameterizedTest
  @EnumSource(names = {"RING", "JUMP", "SLOTS"})
  void grown_movesToTheNewcomerAlone(ShardScheme scheme) {
    var before = scheme.of(SHARDS);
    var after = scheme.grown(SHARDS);

    for (var i = 0; i < SAMPLE.size(); i++) {
      var owner = after.shardOf(SAMPLE.hash(i));
      assertThat(owner == SHARDS || owner == before.shardOf(SAMPLE.hash(i))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void without_nobodyIsOnTheLostOne(ShardScheme scheme) {
    var after = scheme.without(13, SHARDS);

    for (var i = 0; i < SAMPLE.size(); i++) {
      assertThat(after.shardOf(SAMPLE.hash(i))).isBetween(0, SHARDS - 1).isNotEqualTo(13);
    }
  }

  /** Jump can lose its last alone: the last takes the place, and its own links go everywhere. */
  @Test
  void move_jumpLosesAnInnerOne_isTwiceTheShare() {
    var move = Move.afterLoss(ShardScheme.JUMP, 13, SHARDS, SAMPLE);

    assertThat(move.moved()).isCloseTo(2.0 / SHARDS, within(0.003));
    assertThat(move.busiest()).isCloseTo(1.0 / SHARDS, within(0.003));
  }

  /** All others take a part of what is lost, and so it is over 31 times sooner. */
  @Test
  void move_slotsLoseOne_isSharedByAll() {
    var move = Move.afterLoss(ShardScheme.SLOTS, 13, SHARDS, SAMPLE);

    assertThat(move.moved()).isCloseTo(1.0 / SHARDS, within(0.002));
    assertThat(move.busiest()).isLessThan(1.5 / SHARDS / (SHARDS - 1));
  }

  @Test
  void slots_anyGrowthAndLoss_stayWithinOneOfEachOther() {
    var random = new SplittableRandom(3);
    for (var i = 0; i < 20; i++) {
      var shards = 2 + random.nextInt(60);
      assertThat(spread(SlotTable.of(shards).withOneMore(), shards + 1)).isLessThanOrEqualTo(1);
      var lost = random.nextInt(shards);
      assertThat(spread(SlotTable.of(shards).without(lost), shards)).isLessThanOrEqualTo(1);
    }
  }

  /** Of those that have any. */
  private static int spread(SlotTable table, int shards) {
    var counts = new int[shards];
    for (var slot = 0L; slot < SlotTable.SLOTS; slot++) {
      counts[table.shardOf(slot << 50)]++;
    }
    var having = IntStream.of(counts).filter(count -> count > 0).summaryStatistics();
    return having.getMax() - having.getMin();
  }
}
