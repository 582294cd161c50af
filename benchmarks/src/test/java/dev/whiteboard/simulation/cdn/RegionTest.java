package dev.whiteboard.simulation.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionTest {
  /** Round trips between clouds' regions as their users publish them, in ms. */
  @ParameterizedTest
  @CsvSource({
    "virginia, frankfurt, 92",
    "virginia, california, 62",
    "virginia, sao-paulo, 115",
    "virginia, tokyo, 150",
    "frankfurt, singapore, 155",
    "frankfurt, sydney, 250",
    "frankfurt, london, 14",
    "singapore, tokyo, 70",
    "mumbai, singapore, 60",
    "johannesburg, london, 155"
  })
  void millisTo_knownPair_isNearWhatIsPublished(String from, String to, double roundTripMillis) {
    assertThat(2 * region(from).millisTo(region(to)))
        .isCloseTo(roundTripMillis, Percentage.withPercentage(35));
  }

  private static Region region(String name) {
    return Earth.REGIONS.stream()
        .filter(region -> region.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void millisTo_back_isTheSame() {
    for (var from : Earth.REGIONS) {
      for (var to : Earth.REGIONS) {
        assertThat(from.millisTo(to)).isCloseTo(to.millisTo(from), within(1e-9));
      }
      assertThat(from.millisTo(from)).isZero();
    }
  }

  @Test
  void regions_areAsTheInterviewSays() {
    var continents =
        Earth.REGIONS.stream().map(Region::continent).collect(Collectors.toUnmodifiableSet());

    assertThat(Earth.REGIONS).hasSize(20);
    assertThat(continents).hasSize(6);
    assertThat(Earth.REGIONS.size() * Earth.EDGES_A_REGION).isEqualTo(200);
    assertThat(Earth.REGIONS.stream().mapToDouble(Region::share).sum()).isEqualTo(100);
  }
}
