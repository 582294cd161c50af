package dev.whiteboard.chat.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void little_isWrittenFourTimesASecond() {
    assertThat(Pace.after(0)).isEqualTo(Duration.ofMillis(250));
    assertThat(Pace.after(500)).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void much_isGathered() {
    assertThat(Pace.after(2_000)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void veryMuch_isNotLateForEver() {
    assertThat(Pace.after(20_000)).isEqualTo(Duration.ofSeconds(2));
  }
}
