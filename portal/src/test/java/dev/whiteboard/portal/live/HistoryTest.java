package dev.whiteboard.portal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.portal.live.Figure.Measure.Level;
import dev.whiteboard.portal.live.Figure.Measure.Rate;
import dev.whiteboard.portal.live.Figure.Measure.Share;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final URI ONE = URI.create("http://localhost:1");
  private static final URI TWO = URI.create("http://localhost:2");
  private static final Series ASKED = Series.of("asked_total");
  private static final Offset<Double> ROUNDED = within(1e-9);

  private final History history =
      new History(
          List.of(
              new Figure("rate", "asked/s", new Rate(ASKED)),
              new Figure("share", "hits", new Share(ASKED.where("result", "hit"), List.of(ASKED))),
              new Figure("level", "open", new Level(Series.of("open")))));

  /** Any time will do, also one that is about to pass the end of its type. */
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  private void after(double seconds, Map<URI, List<Sample>> said) {
    nanos += Math.round(seconds * 1e9);
    history.add(nanos, said);
  }

  private static List<Sample> counted(double hits, double misses) {
    return List.of(asked("hit", hits), asked("miss", misses));
  }

  private static Sample asked(String result, double value) {
    return new Sample(new Sample.Key("asked_total", Map.of("result", result)), value);
  }

  private static List<Sample> open(double value) {
    return List.of(new Sample(new Sample.Key("open", Map.of()), value));
  }

  private FigureLine rate() {
    return history.lines(nanos).get(0);
  }

  private FigureLine share() {
    return history.lines(nanos).get(1);
  }

  private FigureLine level() {
    return history.lines(nanos).get(2);
  }

  @Test
  void lines_beforeAnyReading_areEmpty() {
    assertThat(rate().now()).isEmpty();
    assertThat(rate().points()).isEmpty();
  }

  @Test
  void rate_ofTheFirstReading_isNotKnown() {
    after(1, Map.of(ONE, counted(100, 0)));

    assertThat(rate().now()).isEmpty();
    assertThat(rate().points()).containsExactly(OptionalDouble.empty());
  }

  @Test
  void rate_ofTwoReadings_isTheDifferenceByTheTime() {
    after(1, Map.of(ONE, counted(100, 10)));
    after(2, Map.of(ONE, counted(140, 20)));

    assertThat(rate().now().getAsDouble()).isEqualTo(25, ROUNDED);
  }

  @Test
  void rate_ofAProcessThatWasStartedAnew_isWhatItCountedSince() {
    after(1, Map.of(ONE, counted(100, 0)));
    after(1, Map.of(ONE, counted(6, 0)));

    assertThat(rate().now().getAsDouble()).isEqualTo(6, ROUNDED);
  }

  /** Labels come and go with what they stand for. */
  @Test
  void rate_ofASeriesThatIsNew_isWhatItCounted_andOfOneThatWentNothing() {
    after(1, Map.of(ONE, List.of(asked("hit", 100))));
    after(1, Map.of(ONE, List.of(asked("miss", 8))));

    assertThat(rate().now().getAsDouble()).isEqualTo(8, ROUNDED);
  }

  @Test
  void rate_ofAProcessThatMissedAReading_isOverTheTimeThatItTook() {
    after(1, Map.of(ONE, counted(0, 0), TWO, counted(50, 0)));
    after(1, Map.of(ONE, counted(10, 0)));
    after(1, Map.of(ONE, counted(20, 0), TWO, counted(90, 0)));

    assertThat(rate().points().getLast().getAsDouble()).isEqualTo(10 + 20, ROUNDED);
  }

  @Test
  void rate_now_isSmoothedOverSomeSeconds() {
    after(1, Map.of(ONE, counted(0, 0)));
    after(1, Map.of(ONE, counted(10, 0)));
    for (var i = 1; i < History.SMOOTHED_POINTS; i++) {
      after(1, Map.of(ONE, counted(10, 0)));
    }
    assertThat(rate().now().getAsDouble()).isEqualTo(10.0 / History.SMOOTHED_POINTS, ROUNDED);

    after(1, Map.of(ONE, counted(10, 0)));
    assertThat(rate().now()).hasValue(0);
  }

  @Test
  void figures_ofASystemThatDoesNotAnswer_areNotKnown() {
    after(1, Map.of(ONE, open(3)));
    after(1, Map.of());

    assertThat(level().now()).isEmpty();
    assertThat(rate().now()).isEmpty();
    assertThat(level().points()).containsExactly(OptionalDouble.of(3), OptionalDouble.empty());
  }

  @Test
  void figures_afterALongPause_beginAnew() {
    after(1, Map.of(ONE, counted(0, 0)));
    after(1, Map.of(ONE, counted(10, 0)));
    nanos += History.GAP_MAX.plusSeconds(1).toNanos();
    assertThat(rate().points()).isEmpty();

    after(0, Map.of(ONE, counted(900, 0)));
    assertThat(rate().points()).containsExactly(OptionalDouble.empty());
  }

  @Test
  void share_isOfAllInTheMinute_andNothingWhereThereWereNone() {
    after(1, Map.of(ONE, counted(500, 0)));
    after(1, Map.of(ONE, counted(500, 0)));
    assertThat(share().now()).isEmpty();

    after(1, Map.of(ONE, counted(501, 0)));
    after(1, Map.of(ONE, counted(503, 4)));
    assertThat(share().now().getAsDouble()).isEqualTo(3.0 / 7, ROUNDED);
    assertThat(share().points().getLast().getAsDouble()).isEqualTo(2.0 / 6, ROUNDED);
  }

  @Test
  void level_ofTwoProcesses_isTheirSumAtOnce() {
    after(1, Map.of(ONE, open(3), TWO, open(4)));

    assertThat(level().now()).hasValue(7);
  }

  @Test
  void points_areThoseOfAMinute() {
    for (var i = 0; i < History.POINTS_MAX + 10; i++) {
      after(1, Map.of(ONE, open(i)));
    }

    assertThat(level().points()).hasSize(History.POINTS_MAX);
    assertThat(level().points().getFirst()).hasValue(10);
  }

  @Property
  void figures_ofAnyCounters_areNeverNegative_andSharesNeverMoreThanAll(
      @ForAll @Size(max = 70) List<@IntRange(max = 1_000) Integer> counters) {
    for (var i = 0; i + 1 < counters.size(); i += 2) {
      after(1, Map.of(ONE, counted(counters.get(i), counters.get(i + 1))));
    }

    assertThat(rate().points()).allMatch(point -> point.orElse(0) >= 0);
    assertThat(share().points()).allMatch(point -> 0 <= point.orElse(0) && point.orElse(0) <= 1);
  }
}
