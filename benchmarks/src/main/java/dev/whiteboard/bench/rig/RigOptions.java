package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.Collections;
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
 * @param quick whether it is to be over soon, rather than exact
 */
record RigOptions(
    int connections,
    Duration round,
    int rounds,
    Duration warmup,
    boolean pinned,
    List<String> nodeJvm,
    boolean quick) {

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

  /** What a rig takes unless told otherwise. */
  static final Presets PRESETS = new Presets(10, 5, 90, NODE_JVM);

  /** The same where it is to be over soon: it shows that all works, and figures are rough. */
  private static final int QUICK_SECONDS = 1;

  private static final int QUICK_ROUNDS = 1;
  private static final int QUICK_WARMUP_SECONDS = 2;

  /** In so short a time the better compiler takes more of the core than its code gives back. */
  private static final String QUICK_JVM = " -XX:TieredStopAtLevel=1";

  /**
   * What one rig takes unless told otherwise.
   *
   * @param seconds of a round
   * @param rounds how many
   * @param warmupSeconds before the first
   * @param nodeJvm options of the node's JVM
   */
  record Presets(int seconds, int rounds, int warmupSeconds, String nodeJvm) {
    private Presets quick() {
      return new Presets(
          Math.min(seconds, QUICK_SECONDS),
          Math.min(rounds, QUICK_ROUNDS),
          Math.min(warmupSeconds, QUICK_WARMUP_SECONDS),
          nodeJvm + QUICK_JVM);
    }
  }

  /** Reads them. */
  static RigOptions read(Settings settings, Presets usual, boolean quick) {
    var presets = quick ? usual.quick() : usual;
    return new RigOptions(
        settings.integer("CONNECTIONS", 64, CONNECTIONS, "connections of the load"),
        seconds(settings, "SECONDS", presets.seconds, "how long a round takes"),
        settings.integer("ROUNDS", presets.rounds, ROUNDS, "how many rounds"),
        seconds(settings, "WARMUP_SECONDS", presets.warmupSeconds, "how long before the first"),
        settings.parsed(
            "PINNED",
            "true",
            "whether the server has core 0 to itself",
            RigOptions::yesOrNo,
            "true or false"),
        List.of(
            settings
                .text("NODE_JVM", presets.nodeJvm, "options of the node's JVM")
                .split("\\s+", -1)),
        quick);
  }

  /** How long the load runs again where the same node has been warm before. */
  Duration warmedUp() {
    return Collections.min(List.of(round, warmup));
  }

  private static Duration seconds(Settings settings, String name, int preset, String meaning) {
    return Duration.ofSeconds(settings.integer(name, preset, SECONDS, meaning));
  }

  static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }
}
