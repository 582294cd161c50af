package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RingTableTest {
  @ParameterizedTest
  @EnumSource
  void line_isTheSameAgain(Rings rings) {
    assertThat(RingTable.line(rings, 20, 20_000)).isEqualTo(RingTable.line(rings, 20, 20_000));
  }

  @Test
  void line_ofTheRings_isAsTheirPoints() {
    var plain = RingTable.line(Rings.BINARY_SEARCH, 20, 20_000);
    var ring = RingTable.line(Rings.RING_160, 20, 20_000);
    assertThat(ring.largest()).isEqualTo(plain.largest());
    assertThat(ring.movedInVain()).isZero();
    assertThat(RingTable.line(Rings.RING_1, 20, 20_000).largest()).isGreaterThan(ring.largest());
  }
}
