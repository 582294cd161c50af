package dev.whiteboard.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private static final int MAX = 128;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nowNanos = TimeUnit.DAYS.toNanos(3);
  private final Admission admission = new Admission(MAX, () -> nowNanos, new Random(7), registry);

  private void pass(long milliseconds) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(milliseconds);
  }

  @Test
  void enter_whileAllAreUnderWay_isRefused_untilOneIsWelcomeOrGivesUp() {
    var first = admission.enter().orElseThrow();
    var second = admission.enter().orElseThrow();
    for (var i = 2; i < MAX; i++) {
      assertThat(admission.enter()).isPresent();
    }
    assertThat(admission.enter()).isEmpty();

    first.welcomed();
    assertThat(admission.enter()).isPresent();
    assertThat(admission.enter()).isEmpty();
    second.gaveUp();
    assertThat(admission.enter()).isPresent();
  }

  @Test
  void turnAway_ofMany_spreadsThemAsFastAsTheyCanBeWelcomed() {
    welcomesThatTakeMs(400);

    var told = LongStream.generate(admission::turnAway).limit(960).boxed().toList();

    assertThat(told).isSorted();
    assertThat(told.get(319)).isBetween(950L, 1_050L); // 320 a second
    assertThat(told.getLast()).isBetween(2_950L, 3_050L);
    assertThat(registry.get("chat_turned_away").counter().count()).isEqualTo(960);
  }

  @Test
  void turnAway_whenTheRowIsFull_isLateAndAtRandom() {
    welcomesThatTakeMs(400);
    for (var i = 0; i < 5_000; i++) {
      admission.turnAway();
    }

    var distinct =
        LongStream.generate(admission::turnAway)
            .limit(100)
            .peek(ms -> assertThat(ms).isBetween(7_500L, 15_000L))
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(90);
  }

  @Test
  void turnAway_ofOne_isSoon_howeverLongAgoTheLastCame() {
    admission.turnAway();
    pass(60_000);

    assertThat(admission.turnAway()).isEqualTo(Admission.COME_BACK_MS_MIN);
  }

  private void welcomesThatTakeMs(long milliseconds) {
    for (var i = 0; i < 200; i++) {
      var pass = admission.enter().orElseThrow();
      pass(milliseconds);
      pass.welcomed();
    }
  }

  /** A core that welcomes one client after the other, and clients who give up after a while. */
  private final class Crowd {
    private static final int EACH_MS = 3;
    private static final int GIVE_UP_MS = 10_000;

    private record Arrival(long atMs, int client) {}

    private record Work(long sinceMs, Admission.Pass pass) {}

    private final PriorityQueue<Arrival> arrivals =
        new PriorityQueue<>(Comparator.comparingLong(Arrival::atMs));
    private final Queue<Work> queue = new ArrayDeque<>();
    private int welcomed;
    private int inVain;

    /** All are back after so many ms. */
    long untilAllOf(int clients) {
      for (var i = 0; i < clients; i++) {
        arrivals.add(new Arrival(i % 1_000, i));
      }
      for (var ms = 0L; ; ms++) {
        while (!arrivals.isEmpty() && arrivals.peek().atMs <= ms) {
          come(ms, arrivals.remove().client);
        }
        if (ms % EACH_MS == 0 && !queue.isEmpty()) {
          done(ms, queue.remove());
        }
        if (welcomed == clients) {
          return ms;
        }
        pass(1);
      }
    }

    private void come(long ms, int client) {
      admission
          .enter()
          .ifPresentOrElse(
              pass -> queue.add(new Work(ms, pass)),
              () -> arrivals.add(new Arrival(ms + admission.turnAway(), client)));
    }

    private void done(long ms, Work work) {
      work.pass.welcomed();
      welcomed++;
      inVain += ms - work.sinceMs > GIVE_UP_MS ? 1 : 0;
    }
  }

  @Test
  void allClientsOfADeadNode_areWelcome_inTheTimeThatTheWorkTakes_andNoneInVain() {
    var crowd = new Crowd();

    var allMs = crowd.untilAllOf(3_000);

    assertThat(allMs).isBetween(8_990L, 9_600L); // 3 ms of work each
    assertThat(crowd.inVain).isZero();
  }
}
