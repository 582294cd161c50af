package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ZipfTest {
  private static final int DRAWS = 100_000;

  @Test
  void draws_exponentOne_fallAsOneByRank() {
    var draws = new Zipf(10, 1).draws(DRAWS, 7);
    var harmonic = 2.9289682; // 1 + 1/2 + ... + 1/10
    for (var number = 0; number < 10; number++) {
      var wanted = number;
      var share = (double) Arrays.stream(draws).filter(draw -> draw == wanted).count() / DRAWS;
      assertThat(share).isCloseTo(1 / (harmonic * (number + 1)), within(0.01));
    }
  }

  @Test
  void draws_sameSeed_areTheSame() {
    var zipf = new Zipf(1_000, Zipf.EXPONENT_WEB);
    assertThat(zipf.draws(100, 1)).isEqualTo(zipf.draws(100, 1)).isNotEqualTo(zipf.draws(100, 2));
  }
}
