package dev.whiteboard.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultDocumentTest {
  private static final Figure FIGURE = Documents.figure(Quantity.RING_LOOKUP, 6.5, 6, 7);

  @TempDir private Path folder;

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    var document = Documents.of("ring", Documents.MACHINE, FIGURE);
    var file = document.write(folder);
    assertThat(file).hasFileName("ring-20260102T030405Z.json");
    assertThat(ResultDocument.read(file)).isEqualTo(document);
  }

  @Test
  void write_ofAll_isNamedBench() throws IOException {
    assertThat(Documents.of(ResultDocument.ALL, Documents.MACHINE).write(folder))
        .hasFileName("bench-20260102T030405Z.json");
  }

  /** What the capacity sheet reads. */
  @Test
  void toJson_hasTheFieldsThatOthersRead() {
    var json = Documents.of("ring", Documents.MACHINE, FIGURE).toJson();
    assertThat(json.fieldNames())
        .contains(
            "bench", "at", "commit", "quick", "finished", "machine", "figures", "curves", "missing")
        .contains("links");
    assertThat(json.getJsonObject("machine").fieldNames())
        .containsExactlyInAnyOrder(
            "cores", "processor", "memoryMegabytes", "jdk", "kernel", "loadAverage", "calibration");
    assertThat(json.getJsonArray("figures").getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"id": "ring.lookup", "bench": "ring", "unit": "ns", "median": 6.5, "min": 6.0, "max": 7.0,
                 "n": 5, "rerun": "./whiteboard bench ring"}
                """));
  }

  @Test
  void toJson_ofCurves_hasAxesAndPoints() {
    var findings = new Findings("edge-hit");
    findings.curve(
        CurveId.EDGE_HIT_LATENCY, 100_000, List.of(new Curve.Point.Waits(1_000, 200, 900)));
    assertThat(findings.curves().getFirst().toJson())
        .isEqualTo(
            new JsonObject(
                """
                {"id": "edge-hit.latency", "bench": "edge-hit", "x": "offered 1/s", "y": "p99 us",
                 "limit": 100000.0, "points": [{"x": 1000.0, "p50": 200.0, "p99": 900.0, "y": 900.0}]}
                """));
  }

  @Test
  void read_ofAnythingElse_saysSo() throws IOException {
    for (var text : List.of("no JSON", "[]", "{}", "{\"bench\": 7}")) {
      var file = Files.writeString(folder.resolve("other.json"), text);
      assertThatThrownBy(() -> ResultDocument.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other.json");
    }
  }
}
