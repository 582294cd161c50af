package dev.whiteboard.capacity.result;

import static dev.whiteboard.capacity.result.ExampleResults.empty;
import static dev.whiteboard.capacity.result.ExampleResults.figure;
import static dev.whiteboard.capacity.result.ExampleResults.figures;
import static dev.whiteboard.capacity.result.ExampleResults.whole;
import static dev.whiteboard.capacity.result.ExampleResults.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.capacity.figure.Figure.Measured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResultReaderTest {
  @TempDir Path folder;

  /**
   * A document that makes no sense.
   *
   * @param why what is said of it
   * @param spoil what makes it so
   */
  record Nonsense(String why, Consumer<JsonObject> spoil) {
    static Nonsense inFigure(String why, Consumer<JsonObject> spoil) {
      return new Nonsense("figures[0]." + why, document -> spoil.accept(first(document)));
    }

    private static JsonObject first(JsonObject document) {
      return figures(document).getJsonObject(0);
    }
  }

  static Stream<Nonsense> nonsense() {
    return Stream.of(
        new Nonsense("figures is no array", document -> document.put("figures", 1)),
        new Nonsense("figures[0] is no object", document -> figures(document).add(0, "text")),
        new Nonsense("machine is no object", document -> document.putNull("machine")),
        new Nonsense("quick is neither true nor false", document -> document.remove("quick")),
        new Nonsense("at is no time", document -> document.put("at", "yesterday")),
        new Nonsense("bench is no name", document -> document.put("bench", "<b>all</b>")),
        new Nonsense("commit has more", document -> document.put("commit", "a".repeat(301))),
        new Nonsense(
            "redirects.p99 is there twice",
            document -> figures(document).add(figure("redirects.p99", "us", 1))),
        new Nonsense(
            "curves[0].points[0].y is no number",
            document ->
                document
                    .getJsonArray("curves")
                    .getJsonObject(0)
                    .getJsonArray("points")
                    .add(0, new JsonObject().put("x", 1))),
        Nonsense.inFigure("unit is none of", figure -> figure.put("unit", "furlongs")),
        Nonsense.inFigure("unit is B, and redirects.capacity", figure -> figure.put("unit", "B")),
        Nonsense.inFigure("median is no number", figure -> figure.put("median", "many")),
        Nonsense.inFigure("median is no number", figure -> figure.put("median", -1)),
        Nonsense.inFigure("median is not between", figure -> figure.put("median", 1e9)),
        Nonsense.inFigure("n is below 1", figure -> figure.put("n", 0)),
        Nonsense.inFigure("id is no name", figure -> figure.put("id", "a b")));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void read_nonsense_isRefusedInOneLineThatNamesIt(Nonsense nonsense) {
    var document = whole();
    nonsense.spoil().accept(document);
    var file = write(folder, "bad.json", document);

    assertThatThrownBy(() -> ResultReader.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageStartingWith(file + " is no result of a benchmark: " + nonsense.why())
        .message()
        .hasLineCount(1);
  }

  @Test
  void read_everyBeginningOfADocument_isRefusedInOneLine() throws IOException {
    var text = whole().encode();
    for (var length = 0; length < text.length(); length += 97) {
      var file = Files.writeString(folder.resolve("cut.json"), text.substring(0, length));

      assertThatThrownBy(() -> ResultReader.read(file))
          .isInstanceOf(BadResultException.class)
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void read_fileThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> ResultReader.read(folder.resolve("none.json")))
        .hasMessageEndingWith("there is no such file");
  }

  @Test
  void read_fileLargerThanAnyResult_isRefusedUnread() throws IOException {
    var file = folder.resolve("large.json");
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(ResultReader.FILE_BYTES_MAX + 1L);
    }

    assertThatThrownBy(() -> ResultReader.read(file)).hasMessageContaining("it has more than");
  }

  @Test
  void read_jsonThatIsDeeperThanAnyResult_isRefused() throws IOException {
    var deep = "{\"figures\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    var file = Files.writeString(folder.resolve("deep.json"), deep);

    assertThatThrownBy(() -> ResultReader.read(file)).isInstanceOf(BadResultException.class);
  }

  @Test
  void read_curve_isByRisingX() throws BadResultException {
    var document = whole();
    var points = document.getJsonArray("curves").getJsonObject(0).getJsonArray("points");
    points.add(new JsonObject().put("x", 1_000).put("p50", 1).put("p99", 2));

    var curve = ResultReader.read(write(folder, "all.json", document)).curves().getFirst();

    assertThat(curve.points()).extracting(Curve.Point::x).isSorted();
    assertThat(curve.knee()).hasValueSatisfying(knee -> assertThat(knee.x()).isEqualTo(40_000));
  }

  @Test
  void read_figureThatCouldBeMore_isMarked() throws BadResultException {
    var document = empty();
    figures(document)
        .add(figure("redirects.capacity", "1/s", 40_000).put("atLeast", true))
        .add(figure("redirects.p99", "us", 1));

    var read = ResultReader.read(write(folder, "all.json", document)).figures();

    assertThat(read).extracting(Measured::brief).containsExactly("≥ 40,000/s", "1 us");
  }

  @Test
  void find_inTwoDocuments_isTheNewer() throws BadResultException {
    var older = empty().put("at", "2026-11-20T08:00:00Z");
    figures(older).add(figure("redirects.p99", "us", 1)).add(figure("purge.p99", "ms", 3));
    var newer = empty();
    figures(newer).add(figure("redirects.p99", "us", 2));

    var files = List.of(write(folder, "new.json", newer), write(folder, "old.json", older));
    var measurements = Measurements.of(ResultReader.readAll(files));

    assertThat(measurements.find(Gauge.REDIRECTS_P99).orElseThrow().quantity()).hasToString("2 us");
    assertThat(measurements.find(Gauge.PURGE_P99).orElseThrow().quantity()).hasToString("3 ms");
    assertThat(measurements.find(Gauge.EDGE_HIT_P99)).isEmpty();
    assertThat(measurements.documents())
        .extracting(ResultDocument::file)
        .containsExactly("new.json", "old.json");
  }

  @Test
  void folder_withOtherFilesAndBrokenOnes_hasTheResults() throws IOException {
    write(folder, "bench-1.json", whole());
    write(folder, "raw.json", new JsonObject().put("rounds", 3));
    write(folder, "capacity.json", whole());
    write(folder, "simulate-1.json", whole().put("simulated", true));
    Files.writeString(folder.resolve("cut.json"), "{\"figures\":");
    Files.writeString(folder.resolve("bench.log"), "not JSON");

    var contents = new ResultsFolder(folder).read();

    assertThat(contents.documents())
        .extracting(ResultDocument::file)
        .containsExactly("bench-1.json");
    assertThat(contents.complaints()).singleElement().asString().contains("cut.json");
  }

  @Test
  void read_simulatedFigures_areNoMeasurements() {
    var file = write(folder, "simulate-1.json", whole().put("simulated", true));

    assertThatThrownBy(() -> ResultReader.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining("simulated, and not measured");
  }

  @Test
  void folder_thatIsNotThere_isEmpty() throws IOException {
    assertThat(new ResultsFolder(folder.resolve("none")).read().documents()).isEmpty();
  }
}
