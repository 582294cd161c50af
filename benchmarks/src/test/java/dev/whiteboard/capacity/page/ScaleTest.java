package dev.whiteboard.capacity.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class ScaleTest {
  @Property
  void log_ofAnyValues_placesThemBetweenItsEnds(
      @ForAll @DoubleRange(min = 0.01, max = 1e18) double one,
      @ForAll @DoubleRange(min = 0.01, max = 1e18) double other) {
    var scale = Scale.log(DoubleStream.of(one, other));

    assertThat(scale.place(one)).isBetween(-1e-9, 1 + 1e-9);
    assertThat(scale.place(one) < scale.place(other))
        .isEqualTo(Math.log10(one) < Math.log10(other));
    assertThat(scale.ticks()).hasSizeBetween(2, 6).isSorted();
  }

  @Property
  void linear_ofAnyCount_placesItBetweenItsEnds(
      @ForAll @DoubleRange(min = 1, max = 1e9) double value) {
    var scale = Scale.linear(DoubleStream.of(value));

    assertThat(scale.place(value)).isBetween(0.3, 1 + 1e-9);
    assertThat(scale.ticks()).hasSizeBetween(2, 6).isSorted().startsWith(0.0);
  }
}
