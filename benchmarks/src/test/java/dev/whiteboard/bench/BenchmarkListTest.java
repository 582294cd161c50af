package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BenchmarkListTest {
  /** Without its annotation processor JMH builds all the same, and finds nothing to run. */
  @Test
  void benchmarkList_isGenerated() throws Exception {
    try (var list = GeneratorBenchmark.class.getResourceAsStream("/META-INF/BenchmarkList")) {
      assertThat(list).isNotNull();
      assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
          .contains(GeneratorBenchmark.class.getName());
    }
  }
}
