package dev.whiteboard.capacity.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.capacity.figure.Figure.Assumed;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Figure.Run;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.figure.Figure.Stated;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class FigureTest {
  private static final Figure STATED = new Stated("users", Quantity.of(3, "1"));
  private static final Figure ASSUMED = new Assumed("share", Quantity.of(2, "1"), "a guess");
  private static final Figure SIMULATED = new Simulated("loss", Quantity.of(4, "1"), "seed 1");
  private static final Figure MEASURED = measured("rate");

  private static Measured measured(String name) {
    var one = Quantity.of(5, "1");
    return new Measured(
        name, one, one, one, new Run("bench", 1, "./whiteboard bench bench", false));
  }

  @Provide
  Arbitrary<Figure> figures() {
    return Arbitraries.recursive(
        () -> Arbitraries.of(STATED, ASSUMED, SIMULATED, MEASURED),
        inner -> inner.tuple2().map(two -> (Figure) two.get1().times(two.get2())),
        1,
        4);
  }

  @Property(tries = 200)
  void label_ofWhatWasComputed_neverIsMeasured(@ForAll("figures") Figure figure) {
    assertThat(figure.label()).startsWith("derived");
    assertThat(figure.label().contains("measured"))
        .isEqualTo(figure.origins().contains(Origin.MEASURED));
    assertThat(figure.label().contains("simulated"))
        .isEqualTo(figure.origins().contains(Origin.SIMULATED));
  }

  @Test
  void label_inAnotherUnit_isDerivedFromMeasured() {
    assertThat(measured("ratio").in("%").label()).isEqualTo("derived from measured");
  }

  @Test
  void formula_ofNested_hasParenthesesWhereTheyAreNeeded() {
    var sum = STATED.plus(ASSUMED);

    assertThat(sum.times(MEASURED).formula()).isEqualTo("(users + share) × rate");
    assertThat(STATED.times(ASSUMED).plus(MEASURED).formula()).isEqualTo("users × share + rate");
    assertThat(STATED.over(ASSUMED.over(MEASURED)).formula()).isEqualTo("users ÷ (share ÷ rate)");
    assertThat(STATED.over(ASSUMED.times(MEASURED)).formula()).isEqualTo("users ÷ (share × rate)");
    assertThat(sum.roundedUp().formula()).isEqualTo("⌈users + share⌉");
  }

  @Test
  void formula_ofNamed_showsTheName() {
    var named = STATED.times(ASSUMED).named("both");

    assertThat(named.formula()).isEqualTo("users × share");
    assertThat(named.plus(MEASURED).formula()).isEqualTo("both + rate");
    assertThat(named.plus(MEASURED).working()).isEqualTo("6 + 5 = 11");
  }

  @Test
  void counting_byAUnit_staysMeasured() {
    var rate = new Unit("1/s", 1, Unit.of("1/s").powers());
    var once = new Quantity(7, rate);
    var counted =
        new Measured("r", once, once, once, new Run("bench", 3, "again", false))
            .counting(Unit.of("redirects/core"));

    assertThat(counted.label()).isEqualTo("measured");
    assertThat(counted.quantity()).hasToString("7 redirects/s/core");
    assertThat(counted.min()).isEqualTo(counted.quantity());
  }
}
