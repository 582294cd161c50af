package dev.whiteboard.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.capacity.claim.Claims;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.result.Measurements;
import dev.whiteboard.capacity.sheet.Row;
import dev.whiteboard.capacity.sheet.Sheet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real simulations on the sheet. */
final class BeyondOneMachineTest {
  private static final List<String> PROGRESS = new ArrayList<>();
  private static final Sheet SHEET =
      Sheet.of(
          Instant.EPOCH,
          Inputs.asStated(),
          Measurements.of(List.of()),
          new BeyondOneMachine(PROGRESS::add));

  private static List<String> at(String claim) {
    return SHEET.rows().stream()
        .filter(row -> row.id().equals(claim))
        .map(Row::simulated)
        .flatMap(List::stream)
        .map(Simulated::name)
        .toList();
  }

  @Test
  void figures_standWithTheClaimsThatTheyAreOf() {
    assertThat(at("cdn.requests"))
        .containsExactlyInAnyOrder(
            "cdn.requests.hits-at-edges",
            "cdn.requests.hits-at-any-tier",
            "cdn.requests.left-for-the-origin");
    assertThat(at("cdn.invalidation")).hasSize(3);
    assertThat(at("chat.connections")).hasSize(3);
    assertThat(at("shortener.storage")).hasSize(3);
  }

  @Test
  void figures_ofNoClaim_keepTheirNamesOfTheSimulation() {
    var ids = Claims.of(Inputs.asStated()).stream().map(claim -> claim.id() + ".").toList();

    assertThat(SHEET.simulated())
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.name()).startsWith("sim."))
        .allSatisfy(figure -> assertThat(ids).noneMatch(figure.name()::startsWith));
  }

  @Test
  void figures_sayThatTheyAreSimulated_andProgressIsTold() {
    assertThat(SHEET.simulated()).allMatch(figure -> figure.label().equals("simulated"));
    assertThat(PROGRESS).hasSize(4).allMatch(line -> line.startsWith("simulating: "));
  }

  @Test
  void verdicts_doNotRestOnThem() {
    var without =
        Sheet.of(Instant.EPOCH, Inputs.asStated(), Measurements.of(List.of()), _ -> List.of());

    assertThat(SHEET.verdicts()).isEqualTo(without.verdicts());
  }
}
