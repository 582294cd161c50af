package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaglevTest extends WeightedPlacementContract {
  @Override
  Placement place(List<Member> members) {
    return Maglev.of(members);
  }

  @Override
  double largestPartMax() {
    return 1.06;
  }

  @Override
  double smallestPartMin() {
    return 0.94;
  }

  @Override
  double weightError() {
    return 0.02;
  }

  @Override
  double movedInVainMax() {
    return 0.02;
  }

  @Test
  void places_ofEvenNodes_differByOneAtMost() {
    var places = 1_009;
    var maglev = Maglev.of(Keys.members(50), places);
    var counts = new long[50];
    for (var place = 0L; place < places; place++) {
      counts[maglev.nodeOf(firstHash(place, places))]++;
    }
    var least = Arrays.stream(counts).min().orElseThrow();
    assertThat(Arrays.stream(counts).max().orElseThrow() - least).isLessThanOrEqualTo(1);
    assertThat(least).isEqualTo(places / 50);
  }

  /** The lowest hash that comes to a place: place * 2^64 / places, rounded up. */
  private static long firstHash(long place, int places) {
    return place == 0 ? 0 : Long.divideUnsigned(-1L, places) * place + place;
  }

  @Test
  void of_placesThatAreNoPrime_isRefused() {
    var members = Keys.members(3);
    assertThatIllegalArgumentException().isThrownBy(() -> Maglev.of(members, 65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> Maglev.of(members, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Maglev.of(members, 1_000_000_007));
  }
}
