package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.bench.Bench.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchTest {
  private static final Path OLD = Path.of("old.json");

  @Test
  void read_nothing_isAllOfThem() {
    assertThat(read("")).isEqualTo(new Wish.Several(Benches.ALL, false));
    assertThat(read("--quick")).isEqualTo(new Wish.Several(Benches.ALL, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quick edge", "edge --quick"})
  void read_partOfNames_isThose(String line) {
    assertThat(read(line)).isEqualTo(new Wish.Several(Benches.matching("edge"), true));
  }

  @Test
  void read_name_isThatOneWithItsOptions() {
    assertThat(read("redirects --links 7 --quick"))
        .isEqualTo(
            new Wish.One(
                Benches.named("redirects").orElseThrow(), List.of("--links", "7", "--quick")));
    assertThat(read("resp")).isInstanceOf(Wish.One.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"LimiterBenchmark", "Limiter -prof gc", "-l", "RingBenchmark.lookup -f 1"})
  void read_whatJmhKnows_isForJmh(String line) {
    assertThat(read(line)).isEqualTo(new Wish.Jmh(List.of(line.split(" ", -1))));
  }

  @Test
  void read_compare_takesOneFileOrTwo() {
    assertThat(read("--compare old.json")).isEqualTo(new Wish.Compare(OLD, Optional.empty()));
    assertThat(read("--compare old.json new.json"))
        .isEqualTo(new Wish.Compare(OLD, Optional.of(Path.of("new.json"))));
    assertThat(read("--compare")).isInstanceOf(Wish.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "--quick nothing", "--quik", "chat edge", "["})
  void read_anythingElse_isALine(String line) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            Wish.Unknown.class, unknown -> assertThat(unknown.what()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "--help", "-h"})
  void read_help_isThat(String line) {
    assertThat(read(line)).isEqualTo(new Wish.Help());
  }

  private static Wish read(String line) {
    return Bench.read(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }
}
