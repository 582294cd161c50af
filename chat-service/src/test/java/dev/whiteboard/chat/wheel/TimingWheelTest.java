package dev.whiteboard.chat.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimingWheelTest {
  private static final int TICK_MS = 100;

  private final TimingWheel wheel = new TimingWheel(8, TICK_MS, 0);
  private final List<String> ran = new ArrayList<>();

  @Test
  void advance_beforeTheTime_runsNothing() {
    wheel.schedule(timer("a"), 250);

    assertThat(wheel.advance(249)).isZero();
    assertThat(wheel.size()).isEqualTo(1);
  }

  @Test
  void advance_withinATickOfTheTime_runsIt() {
    wheel.schedule(timer("a"), 250);

    assertThat(wheel.advance(299)).isZero();
    assertThat(wheel.advance(300)).isEqualTo(1);
    assertThat(ran).containsExactly("a");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void advance_onTheTickItself_runsIt() {
    wheel.schedule(timer("a"), 300);

    assertThat(wheel.advance(300)).isEqualTo(1);
  }

  @Test
  void advance_roundsBeforeTheTime_runsNothingOfTheSameSlot() {
    wheel.schedule(timer("now"), 300);
    wheel.schedule(timer("later"), 300 + 3 * 8 * TICK_MS);

    wheel.advance(300);
    for (var now = 400; now < 300 + 3 * 8 * TICK_MS; now += TICK_MS) {
      wheel.advance(now);
    }
    assertThat(ran).containsExactly("now");

    wheel.advance(300 + 3 * 8 * TICK_MS);
    assertThat(ran).containsExactly("now", "later");
  }

  @Test
  void advance_afterAPauseOfManyRounds_runsAllThatWasDue() {
    wheel.schedule(timer("a"), 100);
    wheel.schedule(timer("b"), 5_000);
    wheel.schedule(timer("c"), 1_000_000);

    assertThat(wheel.advance(900_000)).isEqualTo(2);
    assertThat(ran).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void advance_severalTicks_runsEarlierOnesFirst() {
    wheel.schedule(timer("third"), 500);
    wheel.schedule(timer("first"), 100);
    wheel.schedule(timer("second"), 300);

    wheel.advance(700);

    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void advance_timeGoesBack_runsNothing() {
    wheel.advance(1_000);
    wheel.schedule(timer("a"), 1_100);

    assertThat(wheel.advance(0)).isZero();
    assertThat(wheel.advance(1_100)).isEqualTo(1);
  }

  @Test
  void schedule_timeThatHasPassed_runsAtTheNextTick() {
    wheel.advance(1_000);
    wheel.schedule(timer("a"), 10);

    assertThat(wheel.advance(1_099)).isZero();
    assertThat(wheel.advance(1_100)).isEqualTo(1);
  }

  @Test
  void schedule_again_movesIt() {
    var timer = timer("a");
    wheel.schedule(timer, 200);
    wheel.schedule(timer, 600);

    assertThat(wheel.size()).isEqualTo(1);
    assertThat(wheel.advance(500)).isZero();
    assertThat(wheel.advance(600)).isEqualTo(1);
  }

  @Test
  void schedule_whileItRuns_runsAtALaterTick() {
    var times = new ArrayList<Long>();
    var holder = new Timer[1];
    holder[0] =
        new Timer(now -> {
          times.add(now);
          wheel.schedule(holder[0], now);
        });
    wheel.schedule(holder[0], 100);

    wheel.advance(100);
    wheel.advance(200);

    assertThat(times).containsExactly(100L, 200L);
  }

  @Test
  void cancel_scheduled_neverRuns() {
    var timer = timer("a");
    wheel.schedule(timer, 200);
    wheel.cancel(timer);
    wheel.cancel(timer);

    assertThat(timer.isScheduled()).isFalse();
    assertThat(wheel.size()).isZero();
    assertThat(wheel.advance(10_000)).isZero();
  }

  @Test
  void cancel_byOneThatRanBeforeInTheSameTick_keepsItFromRunning() {
    var second = timer("second");
    wheel.schedule(new Timer(_ -> wheel.cancel(second)), 200);
    wheel.schedule(second, 200);

    assertThat(wheel.advance(200)).isEqualTo(1);
    assertThat(ran).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void advance_oneThrows_runsTheOthersAtTheNextCall() {
    wheel.schedule(
        new Timer(_ -> {
          throw new IllegalStateException("broken");
        }),
        200);
    wheel.schedule(timer("behind"), 200);

    assertThatIllegalStateException().isThrownBy(() -> wheel.advance(200));
    assertThat(wheel.advance(200)).isEqualTo(1);
    assertThat(ran).containsExactly("behind");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void timingWheel_slotsNoPowerOfTwo_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TimingWheel(6, TICK_MS, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TimingWheel(8, 0, 0));
  }

  private Timer timer(String name) {
    return new Timer(_ -> ran.add(name));
  }
}
