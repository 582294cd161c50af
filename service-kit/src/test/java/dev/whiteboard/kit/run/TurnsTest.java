package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private static final int MAX = 3;
  private static final int THREADS = 8;
  private static final int ATTEMPTS = 20_000;

  private final Turns<String> turns = new Turns<>(MAX);

  @Test
  void take_ofOneWhoHasAll_isRefused_andOfAnotherIsNot() {
    for (var i = 0; i < MAX; i++) {
      assertThat(turns.take("ada")).isTrue();
    }

    assertThat(turns.take("ada")).isFalse();
    assertThat(turns.take("bob")).isTrue();
    assertThat(turns.of("ada")).isEqualTo(MAX);
  }

  @Test
  void giveBack_makesRoomForOne_andForgetsWhoHasNone() {
    for (var i = 0; i < MAX; i++) {
      turns.take("ada");
    }
    turns.giveBack("ada");
    assertThat(turns.take("ada")).isTrue();
    assertThat(turns.take("ada")).isFalse();

    for (var i = 0; i < MAX; i++) {
      turns.giveBack("ada");
    }
    assertThat(turns.holders()).isZero();
    assertThat(turns.of("ada")).isZero();
  }

  @Test
  void take_byManyThreads_isNeverMoreThanMax_andEndsWithNone() throws Exception {
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    Callable<Void> work =
        () -> {
          for (var i = 0; i < ATTEMPTS; i++) {
            if (turns.take("all")) {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              underWay.decrementAndGet();
              turns.giveBack("all");
            }
          }
          return null;
        };

    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var done : threads.invokeAll(IntStream.range(0, THREADS).mapToObj(_ -> work).toList())) {
        done.get();
      }
    }

    assertThat(most).hasValueBetween(1, MAX);
    assertThat(turns.holders()).isZero();
  }

  @Test
  void turns_ofNone_makeNoSense() {
    assertThatThrownBy(() -> new Turns<String>(0)).hasMessageContaining("not 0");
  }
}
