package dev.whiteboard.simulation.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.simulation.cdn.SpreadWorld.Site;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The small end by the clock: eight nodes on a thread that waits, in place of time that jumps. The
 * same agents, the same ways, and it must take as long.
 */
final class WallClockTest {
  private static final List<Site> EIGHT =
      IntStream.range(0, 8).mapToObj(WallClockTest::site).toList();

  /** Jitter is drawn in another order, and may be 3 ms more or less on each of some hops. */
  private static final double EARLY_MILLIS_MAX = 15;

  /** A loaded machine wakes up late. */
  private static final double LATE_MILLIS_MAX = 1_500;

  private static final double NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** Four regions of two. */
  private static Site site(int number) {
    var region = Earth.REGIONS.get(number / 2 * 6);
    var tier = number == 0 ? Tier.SHIELD : Tier.EDGE;
    var parent = number == 0 ? Optional.<String>empty() : Optional.of("node-0");
    return new Site(new PurgeNode("node-" + number, region.name(), tier, parent), region);
  }

  @ParameterizedTest
  @EnumSource
  void invalidate_byTheClock_takesAsLongAsSimulated(Kind kind) throws Exception {
    var simulated = new Spreading(kind, 0, PurgeOptions.DEFAULT).run(EIGHT, 1);
    try (var clock = new ClockScheduler()) {
      var world = clock.call(() -> world(clock));
      var beganNanos =
          clock.call(() -> {
            var nanos = clock.nanos();
            world.invalidate(kind);
            return nanos;
          });
      Awaitility.await().until(world::isComplete);

      var applied = world.appliedNanos();
      var millis = (applied[applied.length - 1] - beganNanos) / NANOS_A_MILLI;
      assertThat(millis)
          .isBetween(
              simulated.allMillis() - EARLY_MILLIS_MAX, simulated.allMillis() + LATE_MILLIS_MAX);
      assertThat(clock.call(() -> world.network().told())).isGreaterThanOrEqualTo(EIGHT.size());
    }
  }

  private static SpreadWorld world(ClockScheduler clock) {
    var random = new SplittableRandom(1);
    var network = new EarthNetwork(clock, random, 0);
    return new SpreadWorld(clock, random, network, EIGHT, PurgeOptions.DEFAULT);
  }
}
