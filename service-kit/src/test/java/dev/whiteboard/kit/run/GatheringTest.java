package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GatheringTest {
  @Test
  void leftNanos_beforeAnythingBegan_isOver() {
    assertThat(new Gathering(Duration.ofHours(1)).leftNanos()).isNotPositive();
  }

  @Test
  void leftNanos_begun_isWhatIsLeftOfTheTime() {
    var gathering = new Gathering(Duration.ofHours(1));

    gathering.begin();

    assertThat(gathering.leftNanos())
        .isBetween(Duration.ofMinutes(59).toNanos(), Duration.ofHours(1).toNanos());
  }

  @Test
  void leftNanos_noTime_isOverAtOnce() {
    var gathering = new Gathering(Duration.ZERO);

    gathering.begin();

    assertThat(gathering.leftNanos()).isNotPositive();
  }
}
