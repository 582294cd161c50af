package dev.whiteboard.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StackModeTest {
  @Test
  void named_known_isThatOne() {
    assertThat(StackMode.named("embedded")).isEqualTo(StackMode.EMBEDDED);
    assertThat(StackMode.named("containers")).isEqualTo(StackMode.CONTAINERS);
  }

  @Test
  void named_nothing_isEmbedded() {
    assertThat(StackMode.named(null)).isEqualTo(StackMode.EMBEDDED);
    assertThat(StackMode.named(" ")).isEqualTo(StackMode.EMBEDDED);
  }

  @Test
  void named_unknown_throwsNamingItAndTheOnesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackMode.named("container"))
        .withMessage("-Dstack=container: has to be one of [embedded, containers]");
  }
}
