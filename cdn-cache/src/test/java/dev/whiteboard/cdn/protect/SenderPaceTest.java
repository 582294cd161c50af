package dev.whiteboard.cdn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SenderPaceTest {
  private static final SenderPace PACE = SenderPace.DEFAULT;

  @Test
  void isTooSlow_inTheGraceTime_isNot() {
    assertThat(PACE.isTooSlow(PACE.graceTime().toNanos(), 0)).isFalse();
  }

  @Test
  void isTooSlow_dripping_isAfterIt() {
    assertThat(PACE.isTooSlow(TimeUnit.SECONDS.toNanos(11), 11)).isTrue();
  }

  @Test
  void isTooSlow_slowButSteady_isNot() {
    var minute = TimeUnit.MINUTES.toNanos(1);

    assertThat(PACE.isTooSlow(minute, 60 * PACE.bytesPerSecondMin())).isFalse();
    assertThat(PACE.isTooSlow(minute, 60 * PACE.bytesPerSecondMin() - 1)).isTrue();
  }
}
