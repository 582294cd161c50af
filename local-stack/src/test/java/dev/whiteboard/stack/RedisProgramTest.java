package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.process.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisProgramTest {
  @ParameterizedTest
  @EnumSource
  void candidates_anyPlatform_bundledOnesAreThereAndAnInstalledOneIsLast(Platform platform) {
    assertThat(RedisProgram.candidates(platform)).hasSizeGreaterThan(1).endsWith("redis-server");
    assertThat(RedisProgram.candidates(platform))
        .filteredOn(candidate -> !candidate.equals("redis-server"))
        .allSatisfy(name -> assertThat(getClass().getResource("/" + name)).isNotNull());
  }
}
