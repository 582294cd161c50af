package dev.whiteboard.capacity.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  private static final double MOST = 1e12;

  @Property
  void over_behindTimes_isWhereItBegan(
      @ForAll @DoubleRange(min = 1, max = MOST) double one,
      @ForAll @DoubleRange(min = 1, max = MOST) double other) {
    var rate = Quantity.of(one, "links/day");
    var time = Quantity.of(other, "year");

    var back = rate.times(time).over(time).in(Unit.of("links/day"));

    assertThat(back.value()).isCloseTo(one, within(one * 1e-9));
  }

  @Property
  void plus_ofLikeUnits_isTheSameEitherWayRound(
      @ForAll @DoubleRange(min = 0, max = MOST) double one,
      @ForAll @DoubleRange(min = 0, max = MOST) double other) {
    var days = Quantity.of(one, "GB/day");
    var years = Quantity.of(other, "TB/year");

    var sum = days.plus(years).in(Unit.of("B/s")).value();

    assertThat(sum)
        .isCloseTo(years.plus(days).in(Unit.of("B/s")).value(), within(1e-9 * sum + 1e-9));
  }

  @Property
  void compareTo_acrossScales_isAsInOneScale(
      @ForAll @DoubleRange(min = 1, max = MOST) double one,
      @ForAll @DoubleRange(min = 1, max = MOST) double other) {
    var micros = Quantity.of(one * 1_000_000, "us");
    var seconds = Quantity.of(other, "s");

    if (Math.abs(one - other) > 1e-6 * one) {
      assertThat(Integer.signum(micros.compareTo(seconds))).isEqualTo(Double.compare(one, other));
    }
  }

  @ParameterizedTest
  @CsvSource({"links, messages", "links/s, links", "B, s", "USD, 1", "B/link, B/message"})
  void arithmetic_ofUnlikeUnits_fails(String unit, String unlike) {
    var one = Quantity.of(1, unit);
    var other = Quantity.of(1, unlike);

    assertThatThrownBy(() -> one.plus(other)).isInstanceOf(UnlikeUnitsException.class);
    assertThatThrownBy(() -> one.minus(other)).isInstanceOf(UnlikeUnitsException.class);
    assertThatThrownBy(() -> one.compareTo(other))
        .isInstanceOf(UnlikeUnitsException.class)
        .hasMessage(unlike + " and " + unit + " are unlike");
  }

  @Test
  void times_ofRates_cancelsWhatIsInBoth() {
    var reads = Quantity.of(100e6, "links/day").times(Quantity.of(100, "redirects/link"));

    assertThat(reads.in(Unit.of("redirects/day")).value()).isCloseTo(10e9, within(1.0));
  }

  @Test
  void power_ofSomethingCounted_fails() {
    assertThatThrownBy(() -> Quantity.of(2, "links").power(Quantity.of(2, "1")))
        .isInstanceOf(UnlikeUnitsException.class);
  }

  @Test
  void over_zero_fails() {
    assertThatThrownBy(() -> Quantity.of(1, "B").over(Quantity.of(0, "s")))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "115740.74 | redirects/s | 115,741 redirects/s",
        "182.5e9 | links | 182.5 G links",
        "91.25e12 | B | 91.25 TB",
        "0.5 | PB | 500 TB",
        "17.361 | MB/s | 17.36 MB/s",
        "999 | B/link | 999 B/link",
        "1850 | us | 1.85 ms",
        "0.0000041 | s | 4.1 us",
        "5 | year | 5 years",
        "8 | h | 8 h",
        "7 | 1 | 7",
        "0 | 1/s | 0/s",
        "99.99 | % | 99.99 %",
        "0.4 | USD/node/h | 0.4 USD/node/h"
      })
  void toString_ofAnySize_hasFourDigitsAndAPrefix(double value, String unit, String written) {
    assertThat(Quantity.of(value, unit)).hasToString(written);
  }

  @Test
  void brief_ofARate_leavesOutWhatIsCounted() {
    assertThat(Quantity.of(42_000, "redirects/s/core").brief()).isEqualTo("42,000/s/core");
    assertThat(Quantity.of(212, "B/link").brief()).isEqualTo("212 B/link");
  }
}
