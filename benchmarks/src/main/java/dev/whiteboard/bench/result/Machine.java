package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a figure was measured on.
 *
 * @param cores how many
 * @param processor its name
 * @param memoryMegabytes of the whole machine
 * @param jdk which Java
 * @param kernel the system and its version
 * @param loadAverage how many threads wanted a core in the minute before: near 0 where it is quiet
 * @param calibration how often it did a fixed piece of work in a second of processor time; 0 where
 *     that was not tried
 */
public record Machine(
    int cores,
    String processor,
    long memoryMegabytes,
    String jdk,
    String kernel,
    double loadAverage,
    double calibration) {
  /** More than this, and somebody else is at work. */
  private static final double LOAD_AVERAGE_QUIET = 0.5;

  private static final String UNKNOWN = "unknown";

  /** This one; to be called before pinning, which takes cores out of sight. Takes 2 s. */
  public static Machine read() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        valueIn(Path.of("/proc/cpuinfo"), "model name"),
        kilobytes(valueIn(Path.of("/proc/meminfo"), "MemTotal")) / 1024,
        Runtime.version() + " " + System.getProperty("java.vm.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Calibration.score());
  }

  /** As documents have it. */
  static Machine from(JsonObject json) {
    return new Machine(
        json.getInteger("cores"),
        json.getString("processor"),
        json.getLong("memoryMegabytes"),
        json.getString("jdk"),
        json.getString("kernel"),
        json.getDouble("loadAverage"),
        json.getDouble("calibration"));
  }

  /** The same, with another score. */
  public Machine calibrated(double score) {
    return new Machine(cores, processor, memoryMegabytes, jdk, kernel, loadAverage, score);
  }

  /** Whether figures of both can be set side by side: processor and cores are the same. */
  boolean isLike(Machine other) {
    return cores == other.cores && processor.equals(other.processor);
  }

  private static long kilobytes(String text) {
    var digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static String valueIn(Path file, String name) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN; // not Linux
    }
  }

  /** On one line, with a warning where figures will not be worth much. */
  public String inWords() {
    var busy = loadAverage > LOAD_AVERAGE_QUIET ? "; NOT QUIET: load " + loadAverage : "";
    return "%d cores, %s, %s, calibration %,.0f%s"
        .formatted(cores, processor, kernel, calibration, busy);
  }

  /** What it is, on one line, without how it did at the moment. */
  public String kind() {
    return "%d cores, %s, %,d MB, %s, JDK %s"
        .formatted(cores, processor, memoryMegabytes, kernel, jdk);
  }

  /** As documents have it. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("cores", cores)
        .put("processor", processor)
        .put("memoryMegabytes", memoryMegabytes)
        .put("jdk", jdk)
        .put("kernel", kernel)
        .put("loadAverage", loadAverage)
        .put("calibration", calibration);
  }
}
