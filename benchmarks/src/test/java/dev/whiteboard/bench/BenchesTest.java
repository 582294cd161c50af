package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.bench.result.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchesTest {
  @Test
  void quantities_areEachGivenByOneOfThem() {
    assertThat(Benches.ALL).extracting(Benches.Named::name).doesNotHaveDuplicates();
    for (var quantity : Quantity.values()) {
      assertThat(Benches.ALL.stream().filter(each -> each.name().equals(quantity.bench())))
          .as(quantity.id())
          .hasSize(1);
    }
  }

  @Test
  void all_giveAQuantity() {
    assertThat(Benches.ALL).allSatisfy(each -> assertThat(Quantity.of(each.name())).isNotEmpty());
  }

  @Test
  void jmh_givesAllQuantitiesOfItsMeasurements_butTheBytesOfAFrame() {
    var benches = JmhSource.ALL.stream().map(source -> source.quantity().bench()).distinct();
    assertThat(JmhSource.ALL.stream().map(JmhSource::quantity))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            benches
                .flatMap(bench -> Quantity.of(bench).stream())
                .filter(quantity -> quantity != Quantity.CHAT_FRAME_BYTES)
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"chat, 6", "chat-idle, 1", "edge, 2", "limit, 2", "nothing, 0"})
  void matching_part_isAllThatHaveIt(String part, int count) {
    assertThat(Benches.matching(part)).hasSize(count);
  }

  @Test
  void times_ofAllTogether_areWhatIsPromised() {
    assertThat(sum(false)).isLessThan(Duration.ofMinutes(45));
    assertThat(sum(true)).isLessThan(Duration.ofMinutes(6));
  }

  @Test
  void threads_ofSomeCores_areDoubledUpToAll() {
    assertThat(Stream.of(1, 2, 6).map(JmhBench::threads))
        .containsExactly(List.of(1), List.of(1, 2), List.of(1, 2, 4, 6));
  }

  private static Duration sum(boolean quick) {
    return Benches.ALL.stream()
        .map(each -> each.share(quick).usual())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
