package dev.whiteboard.simulation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Simulated figures in the form of measured ones; each says that it is simulated, and by which
 * seed.
 *
 * @param options of the run
 * @param rerun the command that gives the same again
 * @param figures all of them
 */
public record SimulationDocument(RunOptions options, String rerun, List<Figure> figures) {
  private static final String BENCH = "simulate";

  /** As JSON. */
  public JsonObject toJson(Instant at) {
    return new JsonObject()
        .put("bench", BENCH)
        .put("at", at.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("commit", "unknown")
        .put("quick", options.quick())
        .put("finished", true)
        .put("simulated", true)
        .put("seed", options.seed())
        .put("machine", machine())
        .put("figures", new JsonArray(figures.stream().map(this::toJson).toList()))
        .put("curves", new JsonArray())
        .put("missing", new JsonArray());
  }

  /** Where it ran, which no figure depends on: so there is no score of how fast that is. */
  private static JsonObject machine() {
    return new JsonObject()
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("processor", System.getProperty("os.arch"))
        .put("memoryMegabytes", 0)
        .put("jdk", Runtime.version().toString())
        .put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
        .put("calibration", 0);
  }

  private JsonObject toJson(Figure figure) {
    return new JsonObject()
        .put("id", figure.id())
        .put("bench", BENCH)
        .put("unit", figure.unit().symbol())
        .put("median", figure.median())
        .put("min", figure.min())
        .put("max", figure.max())
        .put("n", figure.values().size())
        .put("rerun", rerun)
        .put("simulated", true)
        .put("seed", options.seed());
  }

  /**
   * Keeps it.
   *
   * @return the file
   */
  public Path write(Path folder, Instant at) throws IOException {
    var json = toJson(at);
    var name = BENCH + "-" + json.getString("at").replaceAll("[-:]", "") + ".json";
    return Files.writeString(Files.createDirectories(folder).resolve(name), json.encodePrettily());
  }
}
