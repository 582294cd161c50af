package dev.whiteboard.capacity.result;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Result documents with invented figures: nothing in them was measured. */
public final class ExampleResults {
  private static final Map<String, Double> FIGURES =
      Map.ofEntries(
          Map.entry("redirects.capacity", 40_000.0),
          Map.entry("redirects.p99", 2_000.0),
          Map.entry("creations.single", 5_000.0),
          Map.entry("creations.bytes-a-link", 250.0),
          Map.entry("checks.memory", 50_000.0),
          Map.entry("limits-in-redis.hot", 5_000.0),
          Map.entry("edge-hit.100k", 10_000.0),
          Map.entry("edge-hit.p99", 4_000.0),
          Map.entry("purge.p99", 40.0),
          Map.entry("chat-send.capacity", 3_000.0),
          Map.entry("chat-send.bytes-a-message", 400.0),
          Map.entry("chat-delivery.capacity", 20_000.0),
          Map.entry("chat-delivery.p99", 25_000.0),
          Map.entry("chat-group.p99", 120_000.0),
          Map.entry("chat-idle.bytes-a-connection", 6_000.0),
          Map.entry("chat-idle.kernel-bytes", 4_000.0),
          Map.entry("chat-reconnect.per-second", 1_500.0),
          Map.entry("chat-frame.bytes", 150.0));

  private ExampleResults() {}

  /** Every figure that the sheet asks for, a figure more, and two curves. */
  public static JsonObject whole() {
    var document = empty();
    for (var gauge : Gauge.values()) {
      var value = FIGURES.get(gauge.id());
      if (value != null) {
        figures(document).add(figure(gauge.id(), gauge.unit().symbol(), value));
      }
    }
    figures(document).add(figure("cache.lookup", "ns", 40));
    return document.put("curves", new JsonArray(List.of(latency(), throughput())));
  }

  /** No figure at all. */
  public static JsonObject empty() {
    return new JsonObject()
        .put("bench", "all")
        .put("at", "2026-11-22T08:00:00Z")
        .put("commit", "abc1234")
        .put("quick", false)
        .put("finished", true)
        .put("machine", machine())
        .put("figures", new JsonArray())
        .put("curves", new JsonArray())
        .put("missing", new JsonArray());
  }

  /** Where figures are kept. */
  public static JsonArray figures(JsonObject document) {
    return document.getJsonArray("figures");
  }

  /** One, with three rounds. */
  public static JsonObject figure(String id, String unit, double median) {
    var bench = id.substring(0, id.indexOf('.'));
    return new JsonObject()
        .put("id", id)
        .put("bench", bench)
        .put("unit", unit)
        .put("median", median)
        .put("min", median * 0.9)
        .put("max", median * 1.1)
        .put("n", 3)
        .put("rerun", "./whiteboard bench " + bench);
  }

  private static JsonObject machine() {
    return new JsonObject()
        .put("cores", 2)
        .put("processor", "an example")
        .put("memoryMegabytes", 24_000)
        .put("jdk", "25")
        .put("kernel", "Linux 6")
        .put("loadAverage", 0.1)
        .put("calibration", 800);
  }

  private static JsonObject latency() {
    var points = new JsonArray();
    for (var rate = 10_000; rate <= 50_000; rate += 10_000) {
      points.add(
          new JsonObject().put("x", rate).put("p50", 400).put("p99", rate * (long) rate / 16_000));
    }
    return new JsonObject()
        .put("id", "redirects.latency")
        .put("bench", "redirects")
        .put("x", "offered 1/s")
        .put("y", "p99 us")
        .put("limit", 100_000)
        .put("points", points);
  }

  private static JsonObject throughput() {
    var points =
        new JsonArray()
            .add(new JsonObject().put("x", 1).put("y", 10_000_000))
            .add(new JsonObject().put("x", 2).put("y", 18_000_000));
    return new JsonObject()
        .put("id", "limiter.throughput")
        .put("bench", "limiter")
        .put("x", "cores")
        .put("y", "1/s")
        .putNull("limit")
        .put("points", points);
  }

  /** Writes one into a folder. */
  public static Path write(Path folder, String name, JsonObject document) {
    try {
      return Files.writeString(folder.resolve(name), document.encodePrettily());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What one says, by way of a file. */
  public static Measurements measurements(Path folder, JsonObject document) {
    try {
      return Measurements.of(List.of(ResultReader.read(write(folder, "all.json", document))));
    } catch (BadResultException e) {
      throw new AssertionError(e);
    }
  }
}
