package dev.whiteboard.shortener.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.shortener.code.SnowflakeLeases.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SnowflakeTest {
  private static final long START = 1_000_000;
  private static final long WINDOW = 10_000;

  /** A clock in milliseconds since the snowflakes' epoch, to be set at will. */
  private final AtomicLong clock = new AtomicLong(START);

  /** Windows of one worker, one behind the other: the database's promise. */
  private final AtomicLong leasedUntil = new AtomicLong();

  private final Snowflake snowflake = node();

  @Test
  void code_atATime_holdsTimeWorkerAndSequence() {
    var first = id(snowflake);
    var second = id(snowflake);

    assertThat(first >>> 22).isEqualTo(START);
    assertThat((first >>> 12) & 0x3ff).isEqualTo(7);
    assertThat(first & 0xfff).isZero();
    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void code_clockSetBackAnHour_goesOnUpwardWithoutWaiting() {
    var before = id(snowflake);
    clock.addAndGet(-3_600_000);

    var after = new ArrayList<Long>();
    for (var i = 0; i < 10_000; i++) {
      after.add(id(snowflake));
    }

    assertThat(after).isSorted().doesNotHaveDuplicates().allMatch(id -> id > before);
  }

  @Test
  void code_restartedAfterTheClockWasSetBack_repeatsNothing() {
    var ids = new HashSet<Long>();
    for (var i = 0; i < 5_000; i++) {
      ids.add(id(snowflake));
    }
    clock.addAndGet(-3_600_000);

    var restarted = node();
    for (var i = 0; i < 5_000; i++) {
      ids.add(id(restarted));
    }

    assertThat(ids).hasSize(10_000);
  }

  /** Whatever the clock does between two codes: they only ever go up. */
  @Property
  void code_anyClock_goesUp(
      @ForAll @Size(max = 200) List<@LongRange(min = -100_000, max = 100_000) Long> steps) {
    var node = node();
    var last = -1L;
    for (var step : steps) {
      clock.set(Math.max(0, clock.get() + step));
      var id = id(node);
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void code_moreThanAMillisecondHolds_takesTheNextOne() {
    var ids = new ArrayList<Long>();
    for (var i = 0; i < 4_097; i++) {
      ids.add(id(snowflake));
    }

    assertThat(ids.getLast() >>> 22).isEqualTo(START + 1);
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void code_elevenCharacters_andSevenWouldDoForFourteenMinutes() {
    assertThat(snowflake.code("", 0)).hasSize(11);
    var minutes = (CodePermutation.SIZE >>> 22) / 60_000.0;
    assertThat(minutes).isBetween(13.9, 14.0);
  }

  @Test
  void lease_outsideOfASnowflake_isRefused() {
    assertThatThrownBy(() -> new Lease(1_024, 0, 1)).hasMessageContaining("1024");
    assertThatThrownBy(() -> new Lease(0, 0, 1L << 41)).hasMessageContaining("window");
    assertThatThrownBy(() -> new Lease(0, 5, 5)).hasMessageContaining("window");
  }

  private Snowflake node() {
    SnowflakeLeases leases =
        () -> {
          var from = Math.max(leasedUntil.get(), clock.get());
          leasedUntil.set(from + WINDOW);
          return new Lease(7, from, from + WINDOW);
        };
    return new Snowflake(
        leases, () -> Instant.ofEpochMilli(Snowflake.EPOCH.toEpochMilli() + clock.get()));
  }

  private static long id(Snowflake node) {
    return Base62.decode(node.code("", 0));
  }
}
