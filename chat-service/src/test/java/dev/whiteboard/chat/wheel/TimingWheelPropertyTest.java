package dev.whiteboard.chat.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to it, a wheel runs what a sorted map would. */
final class TimingWheelPropertyTest {
  private static final int TIMERS = 20;
  private static final int STEPS = 200;

  private final TreeMap<Integer, Long> ticks = new TreeMap<>();
  private final Set<Integer> ran = new TreeSet<>();
  private final ArrayList<Timer> timers = new ArrayList<>();

  @Property(tries = 300)
  void wheel_anySteps_runsWhatASortedMapWould(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int slotBits,
      @ForAll @IntRange(min = 1, max = 50) int tickMs) {
    var random = new Random(seed);
    var now = random.nextLong(-10_000, 1_000_000);
    var wheel = new TimingWheel(1 << slotBits, tickMs, now);
    makeTimers();
    for (var step = 0; step < STEPS; step++) {
      var number = random.nextInt(TIMERS);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          var at = now + random.nextLong(-100, 200L * tickMs);
          wheel.schedule(timers.get(number), at);
          ticks.put(number, Math.max(Math.floorDiv(now, tickMs) + 1, Math.ceilDiv(at, tickMs)));
        }
        case 2 -> {
          wheel.cancel(timers.get(number));
          ticks.remove(number);
        }
        default -> {
          now += random.nextLong(0, random.nextInt(8) == 0 ? 1_000L * tickMs : 3L * tickMs);
          assertAdvances(wheel, now, Math.floorDiv(now, tickMs));
        }
      }
      assertThat(wheel.size()).isEqualTo(ticks.size());
    }
  }

  private void makeTimers() {
    ticks.clear();
    timers.clear();
    for (var i = 0; i < TIMERS; i++) {
      var number = i;
      timers.add(new Timer(_ -> ran.add(number)));
    }
  }

  private void assertAdvances(TimingWheel wheel, long now, long tick) {
    ran.clear();
    var expected = new TreeSet<Integer>();
    ticks.forEach((number, at) -> {
      if (at <= tick) {
        expected.add(number);
      }
    });
    ticks.keySet().removeAll(expected);

    assertThat(wheel.advance(now)).isEqualTo(expected.size());
    assertThat(ran).isEqualTo(expected);
  }
}
