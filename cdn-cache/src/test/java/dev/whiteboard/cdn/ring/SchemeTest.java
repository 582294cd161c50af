package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemeTest {
  @ParameterizedTest
  @EnumSource
  void place_usesAllNodes(Scheme scheme) {
    var counts = Keys.counts(scheme.place(Keys.members(5)), 10_000);
    for (var count : counts) {
      assertThat(count).isBetween(1_000L, 3_000L);
    }
  }
}
