package dev.whiteboard.cdn.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class ClimberTest {
  private static final int ENTRIES = 1_000;
  private static final int SAMPLE = 8 * ENTRIES;

  @Property(tries = 50)
  void climb_oneSummit_staysNearIt(@ForAll @DoubleRange(min = 0.01, max = 0.8) double summit) {
    var share = climbed(100, at -> 0.5 - Math.abs(at - summit) / 10);
    assertThat(share).isCloseTo(summit, offset(0.1));
  }

  @Example
  void climb_tooFewRequests_changesNothing() {
    var climber = new Climber();
    var before = climber.share();
    assertThat(climber.climb(SAMPLE / 2, SAMPLE / 2 - 1, ENTRIES)).isFalse();
    assertThat(climber.share()).isEqualTo(before);
  }

  @Example
  void climb_firstSampleWithHits_keepsTheSmallestWindow() {
    var climber = new Climber();
    var before = climber.share();
    assertThat(climber.climb(SAMPLE / 2, SAMPLE / 2, ENTRIES)).isTrue();
    assertThat(climber.share()).isEqualTo(before);
  }

  @Example
  void climb_firstSampleWithoutHits_enlargesTheWindow() {
    var climber = new Climber();
    var before = climber.share();
    assertThat(climber.climb(0, SAMPLE, ENTRIES)).isTrue();
    assertThat(climber.share()).isGreaterThan(before);
  }

  @Example
  void climb_smallCache_waitsUntilTheRateMeansSomething() {
    var climber = new Climber();
    assertThat(climber.climb(140, 140, 35)).isFalse();
    assertThat(climber.climb(1_000, 1_000, 35)).isTrue();
  }

  private static double climbed(int samples, DoubleUnaryOperator rate) {
    var climber = new Climber();
    var hits = 0L;
    for (var sample = 1; sample <= samples; sample++) {
      hits += Math.round(rate.applyAsDouble(climber.share()) * SAMPLE);
      climber.climb(hits, (long) sample * SAMPLE - hits, ENTRIES);
    }
    return climber.share();
  }
}
