package dev.whiteboard.cdn.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Time is virtual: what holds here holds on every machine. */
final class SpreadRunsTest {
  private static final int RUNS = 30;
  private static final int LOSS_PERCENT = 5;

  @ParameterizedTest
  @CsvSource({"FLOOD, 160, 800", "TREE, 160, 800", "GOSSIP, 500, 800"})
  void summary_lossy_reachesAllInTime(Kind kind, double p50MillisMax, double p99MillisMax) {
    var summary = new SpreadRuns(kind, LOSS_PERCENT, PurgeOptions.DEFAULT).summary(RUNS);

    assertThat(summary.completePercent()).isEqualTo(100);
    assertThat(summary.p50Millis()).isLessThan(p50MillisMax);
    assertThat(summary.p99Millis()).isLessThan(p99MillisMax);
  }

  @ParameterizedTest
  @EnumSource
  void summary_veryLossy_reachesAll(Kind kind) {
    var summary = new SpreadRuns(kind, 20, PurgeOptions.DEFAULT).summary(10);

    assertThat(summary.completePercent()).isEqualTo(100);
  }

  /** Each of the two is enough to reach all, and only one of them is fast. */
  @ParameterizedTest
  @EnumSource
  void summary_onlyCompared_reachesAllLate(Kind kind) {
    var summary =
        new SpreadRuns(kind, LOSS_PERCENT, PurgeOptions.DEFAULT.without(true, false)).summary(10);

    assertThat(summary.completePercent()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOOD", "GOSSIP"})
  void summary_neitherAcknowledgedNorCompared_neverReachesAll(Kind kind) {
    var summary =
        new SpreadRuns(kind, LOSS_PERCENT, PurgeOptions.DEFAULT.without(true, true)).summary(RUNS);

    assertThat(summary.completePercent()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void run_sameSeed_isTheSame(Kind kind) {
    var runs = new SpreadRuns(kind, LOSS_PERCENT, PurgeOptions.DEFAULT);

    assertThat(runs.run(7)).isEqualTo(runs.run(7));
    assertThat(runs.run(7)).isNotEqualTo(runs.run(8));
  }

  @Test
  void run_tree_sendsFewerLettersThanAFlood() {
    var tree = new SpreadRuns(Kind.TREE, 0, PurgeOptions.DEFAULT).run(1);
    var flood = new SpreadRuns(Kind.FLOOD, 0, PurgeOptions.DEFAULT).run(1);

    assertThat(2 * tree.letters()).isLessThan(flood.letters());
  }
}
