package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void left_atFirst_isAllThatIsKnown() {
    assertThat(pace(10, 20, 30).left(Duration.ZERO)).isEqualTo(seconds(60));
  }

  @Test
  void left_withinAPart_shrinks_andNotBelowTheOthers() {
    assertThat(pace(10, 20, 30).left(seconds(4))).isEqualTo(seconds(56));
    assertThat(pace(10, 20, 30).left(seconds(400))).isEqualTo(seconds(50));
  }

  @Test
  void left_whereThePartsTookTwiceAsLong_isTwiceAsMuch() {
    var pace = pace(10, 20, 30);
    pace.done(seconds(20));
    assertThat(pace.left(Duration.ZERO)).isEqualTo(seconds(100));
  }

  @Test
  void left_whereOneFailedAtOnce_isStillSomething() {
    var pace = pace(10, 30);
    pace.done(Duration.ZERO);
    assertThat(pace.left(Duration.ZERO)).isEqualTo(seconds(10));
  }

  @Test
  void left_atTheEnd_isNothing() {
    var pace = pace(10);
    pace.done(seconds(12));
    assertThat(pace.left(Duration.ZERO)).isZero();
  }

  @Property
  void left_ofAnyPart_isNeverNegative(
      @ForAll @IntRange(max = 1_000) int took, @ForAll @IntRange(max = 1_000) int since) {
    var pace = pace(10, 20);
    pace.done(seconds(took));
    assertThat(pace.left(seconds(since))).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void inWords_isInSecondsAndThenInMinutes() {
    assertThat(Pace.inWords(seconds(0))).isEqualTo("1 s");
    assertThat(Pace.inWords(seconds(89))).isEqualTo("89 s");
    assertThat(Pace.inWords(seconds(150))).isEqualTo("3 min");
  }

  private static Pace pace(long... parts) {
    return new Pace(List.copyOf(LongStream.of(parts).mapToObj(PaceTest::seconds).toList()));
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }
}
