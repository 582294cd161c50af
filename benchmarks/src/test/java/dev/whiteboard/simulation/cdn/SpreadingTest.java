package dev.whiteboard.simulation.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SpreadingTest {
  private static final int WORLDS = 10;
  private static final PurgeOptions BARE = PurgeOptions.DEFAULT.without(true, true);

  /** When copies leave, in ms, until one is acknowledged; as the purge package says. */
  private static final double[] COPIES_AT = {0, 12, 36, 84, 180, 372, 756};

  private static final double JITTER_MILLIS = 3;

  private static double[] oneWayMillis() {
    var control = Earth.REGIONS.getFirst();
    return Spreading.SITES.stream()
        .mapToDouble(site -> EarthNetwork.millis(control, site.region()))
        .sorted()
        .toArray();
  }

  private static double missed(Kind kind, double loss) {
    return LongStream.range(0, WORLDS)
        .mapToDouble(seed -> new Spreading(kind, loss, BARE).run(seed).missedPercent())
        .average()
        .orElseThrow();
  }

  @Test
  void run_floodWithoutLoss_takesTheWayToEach() {
    var ways = oneWayMillis();

    var result = new Spreading(Kind.FLOOD, 0, PurgeOptions.DEFAULT).run(1);

    assertThat(result.p50Millis())
        .isBetween(ways[ways.length / 2 - 1], ways[ways.length / 2 - 1] + JITTER_MILLIS);
    assertThat(result.allMillis())
        .isBetween(ways[ways.length - 1], ways[ways.length - 1] + JITTER_MILLIS);
  }

  /** A copy leaves until the round trip is over; each that arrives is acknowledged. */
  @Test
  void run_floodWithoutLoss_sendsCopiesByTheRoundTrip() {
    var fewest = copies(0);
    var most = copies(2 * JITTER_MILLIS);

    var result = new Spreading(Kind.FLOOD, 0, PurgeOptions.DEFAULT).run(1);

    assertThat((double) result.copies()).isBetween(fewest, most);
    assertThat(result.acks()).isEqualTo(result.copies());
  }

  private static double copies(double moreMillis) {
    return DoubleStream.of(oneWayMillis())
        .map(way -> DoubleStream.of(COPIES_AT).filter(at -> at < 2 * way + moreMillis).count())
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"1", "5", "20"})
  void run_floodWithoutNets_missesWhatIsLost(double loss) {
    assertThat(missed(Kind.FLOOD, loss)).isCloseTo(loss, within(1 + loss / 5));
  }

  /**
   * An epidemic in which each tells 4 of the others leaves out the part s that solves s = e^(-4 d
   * (1 - s)), where d of all letters arrive: 1.98 % of all, 2.4 % with a loss of 5 %.
   */
  @ParameterizedTest
  @CsvSource({"0", "5", "20"})
  void run_gossipWithoutNets_missesWhatTheoryLeavesOut(double loss) {
    var left = IntStream.range(0, 100).asDoubleStream().reduce(0.1, (s, _) -> leftOut(loss, s));

    assertThat(missed(Kind.GOSSIP, loss)).isCloseTo(100 * left, within(1 + 40 * left));
  }

  private static double leftOut(double loss, double before) {
    return Math.exp(-4 * (1 - loss / 100) * (1 - before));
  }

  /** One head of a region may be missed, both hardly ever. */
  @Test
  void run_treeWithoutNets_missesFewerThanAFlood() {
    assertThat(missed(Kind.TREE, 5)).isLessThan(missed(Kind.FLOOD, 5) / 3);
  }

  @ParameterizedTest
  @EnumSource
  void run_lossy_missesNobody(Kind kind) {
    var result = new Spreading(kind, 5, PurgeOptions.DEFAULT).run(1);

    assertThat(result.missedPercent()).isZero();
    assertThat(result.p50Millis()).isLessThanOrEqualTo(result.p99Millis());
    assertThat(result.p99Millis()).isLessThanOrEqualTo(result.allMillis());
    assertThat(result.allMillis()).isLessThan(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void run_sameSeed_isTheSame(Kind kind) {
    var spreading = new Spreading(kind, 5, PurgeOptions.DEFAULT);

    assertThat(spreading.run(7)).isEqualTo(spreading.run(7)).isNotEqualTo(spreading.run(8));
  }

  @Test
  void run_tree_sendsHalfOfTheLettersOfAFlood() {
    var tree = new Spreading(Kind.TREE, 0, PurgeOptions.DEFAULT).run(1);
    var flood = new Spreading(Kind.FLOOD, 0, PurgeOptions.DEFAULT).run(1);

    assertThat(tree.copies() + tree.acks()).isLessThan((flood.copies() + flood.acks()) / 2);
  }
}
