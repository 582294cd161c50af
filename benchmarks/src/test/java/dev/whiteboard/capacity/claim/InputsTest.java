package dev.whiteboard.capacity.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.capacity.figure.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputsTest {
  private static final Inputs STATED = Inputs.asStated();

  @Test
  void with_aSetting_changesItAndItIsStatedNoMore() throws BadInputException {
    var set = STATED.with(List.of("shortener.writesPerDay=1e9"));

    assertThat(set.quantity(Input.SHORTENER_WRITES_PER_DAY)).hasToString("1 G links/day");
    assertThat(set.get(Input.SHORTENER_WRITES_PER_DAY).origins()).containsExactly(Origin.ASSUMED);
    assertThat(set.set()).containsExactly("shortener.writesPerDay = 1 G links/day");
    assertThat(STATED.set()).isEmpty();
  }

  @Test
  void with_twoOfOne_takesTheLast() throws BadInputException {
    var set = STATED.with(List.of("node.cores=4", "node.cores = 16"));

    assertThat(set.quantity(Input.NODE_CORES)).hasToString("16 cores/node");
  }

  @Test
  void with_unknownName_namesTheNearest() {
    assertThatThrownBy(() -> STATED.with(List.of("shortner.writePerDay=1")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("--set: there is no shortner.writePerDay; near it are ")
        .hasMessageContaining("near it are shortener.writesPerDay, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "many",
        "NaN",
        "Infinity",
        "0",
        "-1",
        "1e400",
        "1e19",
        "5d",
        "0x10p2f",
        "1,000"
      })
  void with_badValue_namesTheInputAndTheValue(String value) {
    assertThatThrownBy(() -> STATED.with(List.of("chat.users=" + value)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("--set: chat.users takes a number of users")
        .hasMessageEndingWith("and not " + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.availability=101",
        "shortener.codeDigits=6.5",
        "cdn.edges=0.5",
        "chat.users"
      })
  void with_whatMeansNothing_isRefused(String setting) {
    assertThatThrownBy(() -> STATED.with(List.of(setting))).isInstanceOf(BadInputException.class);
  }

  @Test
  void inWords_hasEveryInput() {
    for (var input : Input.values()) {
      assertThat(STATED.inWords()).contains(input.id());
    }
  }
}
