package dev.whiteboard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulationDocumentTest {
  private static final Instant AT = Instant.parse("2026-11-22T07:00:00.5Z");
  private static final SimulationDocument DOCUMENT =
      new SimulationDocument(
          new RunOptions(42, true),
          "./whiteboard bench simulate",
          List.of(new Figure("sim.cdn.hit-edge", Unit.PERCENT, List.of(3.0, 1.0, 2.5))));

  @Test
  void toJson_figure_isInThreeNumbersAndSaysThatItIsSimulated() {
    var figure = DOCUMENT.toJson(AT).getJsonArray("figures").getJsonObject(0);

    assertThat(figure)
        .isEqualTo(
            new JsonObject()
                .put("id", "sim.cdn.hit-edge")
                .put("bench", "simulate")
                .put("unit", "%")
                .put("median", 2.5)
                .put("min", 1.0)
                .put("max", 3.0)
                .put("n", 3)
                .put("rerun", "./whiteboard bench simulate")
                .put("simulated", true)
                .put("seed", 42L));
  }

  @Test
  void write_document_isAFileOfItsTime(@TempDir Path folder) throws Exception {
    var file = DOCUMENT.write(folder.resolve("results"), AT);

    assertThat(file).hasFileName("simulate-20261122T070000Z.json");
    var json = new JsonObject(Files.readString(file));
    assertThat(json.fieldNames())
        .contains("bench", "at", "commit", "quick", "finished", "machine", "figures", "curves")
        .contains("missing", "simulated", "seed");
    assertThat(json.getJsonObject("machine").fieldNames())
        .contains("cores", "processor", "memoryMegabytes", "jdk", "kernel", "loadAverage")
        .contains("calibration");
  }

  @Test
  void figure_withoutAValue_isRefused() {
    assertThatThrownBy(() -> new Figure("sim.x", Unit.ONE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Figure.of("sim.x", Unit.ONE, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_table_isMarkdownInColumns() {
    var table = new Table("What", List.of("a", "b"), List.of(List.of("long", "1")), "Note.");

    assertThat(table.text())
        .isEqualTo("### What\n\n| a    | b |\n| ---- | - |\n| long | 1 |\n\nNote.\n");
  }
}
