package dev.whiteboard.bench;

import dev.whiteboard.bench.result.Figure;
import dev.whiteboard.bench.result.Missing;
import dev.whiteboard.bench.result.ResultDocument;
import dev.whiteboard.bench.result.ResultDocument.Origin;
import dev.whiteboard.bench.result.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents of several measurements as one. All that they keep beside their figures is in it too,
 * by their names.
 */
final class Merge {
  private static final String PARTS = "benches";

  private final Origin origin;
  private final List<Part> parts = new ArrayList<>();

  /** Nothing yet. */
  Merge(Origin origin) {
    this.origin = origin;
  }

  /**
   * What became of a measurement.
   *
   * @param bench which one
   * @param time how long it took
   * @param document what it found; empty where it failed
   * @param failure why it did; empty where it did not
   */
  record Part(String bench, Duration time, Optional<ResultDocument> document, String failure) {
    private JsonObject toJson() {
      var json = new JsonObject().put("bench", bench).put("seconds", time.toSeconds());
      document.ifPresentOrElse(
          found -> json.put("calibration", found.machine().calibration()).put("raw", found.raw()),
          () -> json.put("failure", failure));
      return json;
    }
  }

  /** Adds one. */
  void add(Part part) {
    parts.add(part);
  }

  /** The names of those that failed. */
  List<String> failed() {
    return parts.stream().filter(part -> part.document.isEmpty()).map(Part::bench).toList();
  }

  /**
   * All so far. The machine's score is the median of all that were taken meanwhile.
   *
   * @param finished whether nothing is to come
   */
  ResultDocument document(boolean finished) {
    var found = parts.stream().flatMap(part -> part.document.stream()).toList();
    var scores = new ArrayList<>(List.of(origin.machine().calibration()));
    found.forEach(document -> scores.add(document.machine().calibration()));
    return new ResultDocument(
        ResultDocument.ALL,
        origin.at(),
        origin.commit(),
        origin.quick(),
        finished,
        origin.machine().calibrated(Spread.of(scores).median()),
        found.stream().<Figure>flatMap(document -> document.figures().stream()).toList(),
        found.stream().<JsonObject>flatMap(document -> document.curves().stream()).toList(),
        missing(found),
        new JsonObject().put(PARTS, new JsonArray(parts.stream().map(Part::toJson).toList())));
  }

  private List<Missing> missing(List<ResultDocument> found) {
    var missing = new ArrayList<Missing>();
    found.forEach(document -> missing.addAll(document.missing()));
    parts.stream()
        .filter(part -> part.document.isEmpty())
        .forEach(
            part -> missing.add(new Missing(part.bench, part.bench, "it failed: " + part.failure)));
    return missing;
  }

  /** How long a measurement took in an earlier run. */
  static Optional<Duration> time(ResultDocument earlier, String bench) {
    return earlier.raw().getJsonArray(PARTS, new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(part -> bench.equals(part.getString("bench")) && !part.containsKey("failure"))
        .map(part -> Duration.ofSeconds(part.getLong("seconds")))
        .findFirst();
  }
}
