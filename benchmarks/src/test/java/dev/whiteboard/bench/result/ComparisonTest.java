package dev.whiteboard.bench.result;

import static dev.whiteboard.bench.result.Documents.MACHINE;
import static dev.whiteboard.bench.result.Documents.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final Figure RATE = figure(Quantity.REDIRECTS_THROUGHPUT, 100, 95, 105);

  @Test
  void of_rangesApartAndMediansToo_isSlower() {
    var compared = compare(RATE, figure(Quantity.REDIRECTS_THROUGHPUT, 80, 78, 84));
    assertThat(compared.hasWorse()).isTrue();
    assertThat(compared.inWords()).contains("slower  redirects.throughput", "-20 %");
  }

  @Test
  void of_timesThatGrew_isSlower_andThatShrank_isFaster() {
    var time = figure(Quantity.RING_LOOKUP, 10, 9.9, 10.1);
    assertThat(compare(time, figure(Quantity.RING_LOOKUP, 12, 11.9, 12.1)).hasWorse()).isTrue();
    var faster = compare(time, figure(Quantity.RING_LOOKUP, 8, 7.9, 8.1));
    assertThat(faster.hasWorse()).isFalse();
    assertThat(faster.inWords()).contains("faster  ring.lookup");
  }

  @Test
  void of_rangesThatMeet_isNoise() {
    assertThat(compare(RATE, figure(Quantity.REDIRECTS_THROUGHPUT, 80, 70, 95)).changes())
        .isEmpty();
  }

  @Test
  void of_mediansThatAreClose_isNoise() {
    var narrow = figure(Quantity.REDIRECTS_THROUGHPUT, 100, 100, 100);
    assertThat(compare(narrow, figure(Quantity.REDIRECTS_THROUGHPUT, 96, 96, 96)).changes())
        .isEmpty();
  }

  @Test
  void of_oneRound_needsMore() {
    var once = figure(Quantity.REDIRECTS_THROUGHPUT, new Spread(100, 100, 100), 1);
    var slower = figure(Quantity.REDIRECTS_THROUGHPUT, new Spread(80, 80, 80), 1);
    var farSlower = figure(Quantity.REDIRECTS_THROUGHPUT, new Spread(60, 60, 60), 1);
    assertThat(compare(once, slower).changes()).isEmpty();
    assertThat(compare(once, farSlower).hasWorse()).isTrue();
  }

  @Test
  void of_bytes_isLarger() {
    var compared =
        compare(
            figure(Quantity.CHAT_FRAME_BYTES, 300, 300, 300),
            figure(Quantity.CHAT_FRAME_BYTES, 400, 400, 400));
    assertThat(compared.inWords()).contains("larger  chat-frame.bytes");
  }

  @Test
  void of_anotherMachine_isRefused() {
    var old = Documents.of("ring", MACHINE);
    var other = new Machine(8, "another", 8_192, "25", "Linux 6", 0.1, 1_000);
    assertThatThrownBy(() -> Comparison.of(old, Documents.of("ring", other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other machines");
  }

  @Test
  void of_figuresThatOneSideHasNot_comparesTheOthers() {
    var compared = compare(RATE, figure(Quantity.RING_LOOKUP, 8, 7.9, 8.1));
    assertThat(compared.changes()).isEmpty();
    assertThat(compared.inWords()).contains("0 figures compared");
  }

  /** All is so much slower, the machine's score too: nothing has changed but the machine. */
  @Property
  void of_machineThatWasSlower_isScaled(@ForAll @DoubleRange(min = 0.5, max = 2) double speed) {
    var old = Documents.of("redirects", MACHINE, RATE, figure(Quantity.REDIRECTS_P99, 10, 9, 11));
    var now =
        Documents.of(
            "redirects",
            MACHINE.calibrated(MACHINE.calibration() * speed),
            RATE.times(speed),
            figure(Quantity.REDIRECTS_P99, 10 / speed, 9 / speed, 11 / speed));
    assertThat(Comparison.of(old, now).changes()).isEmpty();
  }

  private static Comparison compare(Figure old, Figure now) {
    return Comparison.of(Documents.of("all", MACHINE, old), Documents.of("all", MACHINE, now));
  }
}
