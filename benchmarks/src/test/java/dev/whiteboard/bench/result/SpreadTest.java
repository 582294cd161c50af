package dev.whiteboard.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void of_oddCount_hasTheMiddleOne() {
    assertThat(Spread.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 5));
  }

  @Test
  void isApartFrom_rangesThatMeet_isFalse() {
    assertThat(new Spread(3, 1, 5).isApartFrom(new Spread(6, 5, 7))).isFalse();
    assertThat(new Spread(3, 1, 5).isApartFrom(new Spread(7, 6, 8))).isTrue();
    assertThat(new Spread(7, 6, 8).isApartFrom(new Spread(3, 1, 5))).isTrue();
  }

  @Test
  void of_evenCount_hasTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
  }
}
