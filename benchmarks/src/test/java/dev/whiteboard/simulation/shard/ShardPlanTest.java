package dev.whiteboard.simulation.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.simulation.RunOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ShardPlanTest {
  private static final ShardPlan PLAN = ShardPlan.ofInterview(500);

  @Test
  void bytes_asTheInterviewSays_are91Terabytes() {
    assertThat(PLAN.bytes()).isCloseTo(91.25e12, within(1e9));
  }

  @Test
  void shards_evenOnes_areBytesByRoom() {
    assertThat(PLAN.shards(_ -> 1)).isEqualTo((int) Math.ceil(91.25 / 2.4));
  }

  @Test
  void shards_fullestHasMore_areMore() {
    assertThat(PLAN.shards(_ -> 1.2)).isEqualTo((int) Math.ceil(1.2 * 91.25 / 2.4));
  }

  @Test
  void time_ofAMove_isThatOfTheBusiestShard() {
    assertThat(PLAN.time(new Move(0.5, 1.0 / 91.25))).isEqualTo(Duration.ofSeconds(8_000));
  }

  @Test
  void run_sameSeed_isTheSame() {
    var shardings = new Shardings(PLAN);

    var outcome = shardings.run(new RunOptions(5, true));

    assertThat(shardings.run(new RunOptions(5, true))).isEqualTo(outcome);
    assertThat(shardings.run(new RunOptions(6, true))).isNotEqualTo(outcome);
  }
}
