package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RetriesTest {
  private final Retries retries = new Retries(Duration.ofSeconds(2), 10);

  @Property(tries = 500)
  void after_staysBelowABoundThatDoubles(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int failures) {
    var pause = retries.after(failures, Optional.empty(), new Random(seed));
    var bound = Math.min(2_000 * Math.pow(2, failures - 1), (double) Retries.WAIT_MAX.toMillis());

    assertThat(pause.toMillis()).isBetween(0L, (long) bound);
  }

  @Test
  void after_isSpreadOverAllOfIt() {
    var random = new Random(1);
    var pauses =
        random
            .ints(2_000)
            .mapToLong(_ -> retries.after(3, Optional.empty(), random).toMillis())
            .summaryStatistics();

    assertThat(pauses.getMin()).isLessThan(200);
    assertThat(pauses.getMax()).isGreaterThan(7_800);
    assertThat(pauses.getAverage()).isBetween(3_600.0, 4_400.0);
  }

  @Test
  void after_asked_isNotLess_andBounded() {
    var random = new Random(1);
    var minute = Duration.ofMinutes(1);

    assertThat(retries.after(1, Optional.of(minute), random))
        .isBetween(minute, minute.plusSeconds(2));
    assertThat(retries.after(1, Optional.of(Duration.ofDays(365)), random))
        .isBetween(Retries.ASKED_MAX, Retries.ASKED_MAX.plusSeconds(2));
  }

  /** A web server may be away for an evening, and a maker's push service. */
  @Test
  void pauses_asTheyAreUnlessSet_lastForHours() {
    var unset = PushSettings.read(Settings.of(Map.of(), List.of())).retries();
    var random = new Random(1);
    var sum = Duration.ZERO;
    for (var failures = 1; !unset.isOver(failures); failures++) {
      sum = sum.plus(unset.after(failures, Optional.empty(), random));
    }

    assertThat(sum).isBetween(Duration.ofHours(6), Duration.ofHours(9));
  }

  @Test
  void isOver_afterSoManyFailures() {
    assertThat(retries.isOver(9)).isFalse();
    assertThat(retries.isOver(10)).isTrue();
    assertThatThrownBy(() -> new Retries(Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Retries(Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
