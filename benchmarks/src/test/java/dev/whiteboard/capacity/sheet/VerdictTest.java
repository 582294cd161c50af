package dev.whiteboard.capacity.sheet;

import static dev.whiteboard.capacity.result.ExampleResults.empty;
import static dev.whiteboard.capacity.result.ExampleResults.measurements;
import static dev.whiteboard.capacity.result.ExampleResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.capacity.claim.BadInputException;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.figure.Quantity;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of judging, on figures that were invented to meet each of them. */
final class VerdictTest {
  @TempDir Path folder;

  private Sheet sheet(JsonObject document, String... settings) throws BadInputException {
    var inputs = Inputs.asStated().with(List.of(settings));
    return Sheet.of(Instant.EPOCH, inputs, measurements(folder, document), Simulation.NONE);
  }

  private Row row(String id, String... settings) throws BadInputException {
    return row(sheet(whole(), settings), id);
  }

  private static Row row(Sheet sheet, String id) {
    return sheet.rows().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shortener.writes           | holds        | one core does it",
        "shortener.reads            | holds-if     | several machines do",
        "shortener.storage          | holds        | a link takes less",
        "shortener.latency          | holds-if     | the network has the rest of the limit",
        "shortener.code-space       | holds        | arithmetic decides",
        "shortener.snowflake-digits | breaks-at    | arithmetic decides",
        "shortener.urls             | not-measured | nothing measures it",
        "chat.storage-day           | breaks-at    | a message takes more",
        "chat.connections           | holds-if     | several machines hold them",
        "chat.connection-rate       | breaks-at    | not enough for those who come",
        "chat.group-fanout          | breaks-at    | slower than the limit on one machine",
        "limiter.requests-one-key   | breaks-at    | one key is not divided"
      })
  void verdict_ofEachRule(String id, String verdict, String rule) throws BadInputException {
    assertThat(row(id).judgement().verdict()).as(rule).hasToString(verdict);
  }

  @Test
  void verdict_withoutResults_isNotMeasuredWhereverArithmeticAloneDoesNotDecide()
      throws BadInputException {
    var measured =
        sheet(empty()).rows().stream()
            .filter(each -> each.judgement().verdict() != Verdict.NOT_MEASURED)
            .map(Row::id);

    assertThat(measured)
        .containsExactly(
            "shortener.code-space", "shortener.snowflake-digits", "chat.connection-rate");
  }

  @Test
  void nodes_atSixtyPercent_haveOneToSpare() throws BadInputException {
    // 115,741/s at 40,000/s a core are 2.9 cores; 8 cores at 60 % are 4.8.
    var sizing = row("shortener.reads").sizing().orElseThrow();

    assertThat(sizing.nodes().quantity()).hasToString("2 nodes");
    assertThat(sizing.bottleneck()).hasToString("CPU");
    assertThat(sizing.yearCost().quantity()).hasToString("7,008 USD/year");
    assertThat(sizing.nodes().label()).isEqualTo("derived from measured");
  }

  @Test
  void nodes_withOtherInputs_follow() throws BadInputException {
    var sizing =
        row("shortener.reads", "node.cores=1", "node.utilisation=50", "price.nodeHour=1")
            .sizing()
            .orElseThrow();

    assertThat(sizing.nodes().quantity()).hasToString("7 nodes"); // 2.9 ÷ 0.5, and one
    assertThat(sizing.yearCost().quantity()).hasToString("61,320 USD/year");
  }

  @Test
  void nodes_atEdges_areSparedAtEach() throws BadInputException {
    // 250,000/s of 100 KB are 25 GB/s: 20 cards of 10 Gbit/s, 34 at 60 %, and one.
    var sizing = row("cdn.requests").sizing().orElseThrow();

    assertThat(sizing.nodes().quantity()).hasToString("7,000 nodes");
    assertThat(sizing.bottleneck()).hasToString("network");
  }

  @Test
  void nodes_ofConnections_holdWhatServerAndKernelTakeTogether() throws BadInputException {
    // 10 M times 6,000 B and 4,000 B are 100 GB: 3.1 times 32 GB, 6 at 60 %, and one.
    var sizing = row("chat.connections").sizing().orElseThrow();

    assertThat(sizing.nodes().quantity()).hasToString("7 nodes");
    assertThat(sizing.bottleneck()).hasToString("memory");
  }

  @Test
  void unitCost_ofARate_isTimeOfACore() throws BadInputException {
    var cost = row("shortener.reads").unitCost().orElseThrow();

    assertThat(cost.quantity()).hasToString("25 us·core/redirect");
    assertThat(cost.label()).isEqualTo("derived from measured");
  }

  @Test
  void arithmetic_withAnotherInput_isStillTheInterviews() throws BadInputException {
    var row = row("shortener.writes", "shortener.writesPerDay=1e9");

    assertThat(row.arithmetic()).isEqualTo(Arithmetic.ROUNDED);
    assertThat(row.claim().recomputed().quantity()).hasToString("11,574 links/s");
    assertThat(row.claim().stated().quantity()).hasToString("1,200 links/s");
  }

  @Test
  void verdict_ofCodeSpace_breaksWhereThereAreMoreLinks() throws BadInputException {
    var row = row("shortener.code-space", "shortener.writesPerDay=1e10");

    assertThat(row.judgement().verdict()).isEqualTo(Verdict.BREAKS_AT);
  }

  @Test
  void simulated_byAClaimsId_isItsNoteAndJudgesNothing() throws BadInputException {
    var own = new Simulated("cdn.invalidation.tree-time", Quantity.of(80, "ms"), "seed 7");
    var other = new Simulated("gateways.lost", Quantity.of(3, "1"), "seed 7");

    var sheet =
        Sheet.of(
            Instant.EPOCH,
            Inputs.asStated(),
            measurements(folder, empty()),
            _ -> List.of(own, other));

    var row = row(sheet, "cdn.invalidation");
    assertThat(row.notes()).contains("Simulated: cdn.invalidation.tree-time is 80 ms (seed 7).");
    assertThat(row.judgement().verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(sheet.simulated()).containsExactly(other);
  }
}
