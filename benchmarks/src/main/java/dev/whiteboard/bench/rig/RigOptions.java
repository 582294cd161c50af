package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What every rig can be told.
 *
 * @param connections requests under way at once, each on a connection of its own
 * @param round how long a round takes
 * @param rounds how many there are
 * @param warmup how long the load runs before the first
 * @param pinned whether the server gets a core to itself, where there are two
 * @param nodeJvm options of the node's JVM
 * @param results where results are written
 */
record RigOptions(
    int connections,
    Duration round,
    int rounds,
    Duration warmup,
    boolean pinned,
    List<String> nodeJvm,
    Path results) {

  private static final IntRange CONNECTIONS = new IntRange(1, 10_000);
  private static final IntRange SECONDS = new IntRange(1, 3_600);
  private static final IntRange ROUNDS = new IntRange(1, 100);

  /**
   * A million links take 220 MB of a heap with compact headers, so the young generation is kept
   * small. The serial collector is what a JVM takes by itself on one core; it is named so that two
   * cores measure the same. A look at one of a million links is a look anywhere in the heap: huge
   * pages save the processor most of its page tables. What the compiler took from the system and
   * needs no more goes back.
   */
  private static final String NODE_JVM =
      "-Xmx300m -Xmn32m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k"
          + " -XX:+UseTransparentHugePages"
          + " -XX:TrimNativeHeapInterval=5000";

  /** Reads them. */
  static RigOptions read(Settings settings) {
    return new RigOptions(
        settings.integer("CONNECTIONS", 64, CONNECTIONS, "connections of the load"),
        seconds(settings, "SECONDS", 10, "how long a round takes"),
        settings.integer("ROUNDS", 5, ROUNDS, "how many rounds"),
        seconds(settings, "WARMUP_SECONDS", 90, "how long before the first"),
        settings.parsed(
            "PINNED",
            "true",
            "whether the server has core 0 to itself",
            RigOptions::yesOrNo,
            "true or false"),
        List.of(settings.text("NODE_JVM", NODE_JVM, "options of the node's JVM").split("\\s+", -1)),
        Path.of(settings.text("RESULTS", "benchmarks/results", "the folder for results")));
  }

  private static Duration seconds(Settings settings, String name, int preset, String meaning) {
    return Duration.ofSeconds(settings.integer(name, preset, SECONDS, meaning));
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }
}
