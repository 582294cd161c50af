package dev.whiteboard.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.local.Accuracy.Traffic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AccuracyTest {
  @ParameterizedTest
  @CsvSource({
    "FIXED_WINDOW, 200, 200",
    "SLIDING_WINDOW, 195, 199",
    "TOKEN_BUCKET, 195, 200",
    "LEAKY_BUCKET, 195, 200",
    "LEAKY_QUEUE, 100, 101",
    "GCRA, 195, 200",
    "SLIDING_LOG, 100, 100"
  })
  void worst_search_isWithinItsBounds(Algorithm algorithm, long least, long most) {
    assertThat(Accuracy.worst(algorithm).worst()).isBetween(least, most);
  }

  @ParameterizedTest
  @EnumSource(
      value = Traffic.class,
      names = {"POISSON_0_8", "POISSON_1_0", "POISSON_1_2", "POISSON_3"})
  void run_slidingWindow_isWithinOneAndAHalfPercentOfTheLog(Traffic traffic) {
    var exact = Accuracy.run(Algorithm.SLIDING_LOG, traffic);
    var estimated = Accuracy.run(Algorithm.SLIDING_WINDOW, traffic);

    assertThat((double) estimated.admitted() / exact.admitted()).isBetween(0.985, 1.015);
    assertThat(exact.worst()).isLessThanOrEqualTo(Accuracy.PERMITS);
  }
}
