package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LadderTest {
  private static final long P99_MICROS_MAX = 1_000;

  private final Ladder ladder = new Ladder(3, ChatRound::sends, P99_MICROS_MAX);

  @Test
  void climb_endsAboveTheKnee() throws IOException {
    var climb =
        ladder.climb(List.of(10, 20, 30, 40, 50), rate -> round(rate, rate > 20 ? 1_500 : 900));
    assertThat(climb.knee().orElseThrow().perSecond()).isEqualTo(20);
    assertThat(climb.rungs()).extracting(Ladder.Rung::perSecond).containsExactly(10, 20, 30, 40);
    assertThat(climb.rungs().getLast().rounds()).hasSize(3);
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
