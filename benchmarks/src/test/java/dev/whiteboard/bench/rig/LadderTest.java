package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.bench.result.Curve.Point.Waits;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LadderTest {
  private static final long P99_MICROS_MAX = 1_000;

  private final Ladder<ChatRound> ladder = new Ladder<>(3, ChatRound::sends, P99_MICROS_MAX);

  @Test
  void climb_endsAboveTheKnee() throws IOException {
    var climb =
        ladder.climb(List.of(10, 20, 30, 40, 50), rate -> round(rate, rate > 20 ? 1_500 : 900));
    assertThat(climb.knee().orElseThrow().perSecond()).isEqualTo(20);
    assertThat(climb.rungs()).extracting(rung -> rung.perSecond()).containsExactly(10, 20, 30, 40);
    assertThat(climb.rungs().getLast().rounds()).hasSize(3);
    assertThat(climb.isOpenEnded()).isFalse();
  }

  @Test
  void highestThatHolds_ofAStricterPromise_isLower() throws IOException {
    var climb = ladder.climb(List.of(10, 20, 30), rate -> round(rate, 30L * rate));
    var strict = new Ladder<>(3, ChatRound::sends, 500);
    assertThat(climb.knee().orElseThrow().perSecond()).isEqualTo(30);
    assertThat(climb.isOpenEnded()).isTrue();
    assertThat(strict.highestThatHolds(climb.rungs()).orElseThrow().perSecond()).isEqualTo(10);
  }

  @Test
  void curve_isByRisingRate_inWhatIsCounted() throws IOException {
    var rungs =
        List.of(ladder.at(20, rate -> round(rate, 900)), ladder.at(10, rate -> round(rate, 300)));
    assertThat(ladder.curve(rungs, 5))
        .containsExactly(new Waits(50, 1, 300), new Waits(100, 1, 900));
  }

  @Test
  void upTo_goesBeyondWhatAClosedLoopReached() {
    assertThat(Ladder.upTo(10_000, false)).isSorted().contains(10_000).last().isEqualTo(15_000);
    assertThat(Ladder.upTo(1, true)).doesNotHaveDuplicates().allMatch(rate -> rate > 0);
  }

  @Test
  void climb_goesOnBehindAnAccident() throws IOException {
    var climb = ladder.climb(List.of(10, 20, 30), rate -> round(rate, rate == 20 ? 1_500 : 900));
    assertThat(climb.knee().orElseThrow().perSecond()).isEqualTo(30);
  }

  @Test
  void climb_whereNotEvenTheFirstHolds_hasNoKnee() throws IOException {
    var climb = ladder.climb(List.of(10, 20, 30), rate -> round(rate, 1_001));
    assertThat(climb.knee()).isEmpty();
    assertThat(climb.isOpenEnded()).isFalse();
    assertThat(climb.rungs()).hasSize(2);
  }

  @Test
  void rate_thatIsFarTooMuch_isTriedOnce() throws IOException {
    var rung = ladder.at(10, rate -> round(rate, 100_000));
    assertThat(rung.rounds()).hasSize(1);
    assertThat(ladder.holds(rung)).isFalse();
  }

  @Test
  void rate_thatIsNotReached_doesNotHold() throws IOException {
    assertThat(ladder.holds(ladder.at(10, _ -> round(8, 10)))).isFalse();
  }

  /** One second of so many messages. */
  private static ChatRound round(int messages, long p99Micros) {
    var latency = new Latency(1, p99Micros, p99Micros, p99Micros);
    return new ChatRound(
        messages, messages, messages, 1, latency, latency, 0, 0, 0.1, new TreeMap<>());
  }
}
