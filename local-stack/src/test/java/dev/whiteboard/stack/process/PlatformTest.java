package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, MACOS_AMD64",
    "Mac OS X, aarch64, MACOS_ARM64",
  })
  void of_asTheJvmNamesIt_isFound(String system, String architecture, Platform platform) {
    assertThat(Platform.of(system, architecture)).isEqualTo(platform);
  }

  @Test
  void of_another_throwsSayingWhatToDo() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> Platform.of("Windows 11", "amd64"))
        .withMessage(
            "no embedded servers for Windows 11 on amd64: use containers or external ones");
  }
}
