package dev.whiteboard.simulation;

import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs all simulations, prints their tables and keeps their figures.
 *
 * <p>{@code ./whiteboard bench simulate --seed 42 --quick}
 */
public final class SimulationsMain {
  /** A bad option, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  private static final String QUICK = "--quick";
  private static final IntRange SEEDS = new IntRange(0, 1_000_000_000);
  private static final int SEED = 42;
  private static final IntRange WELCOMES = new IntRange(1, 1_000_000);

  private static final IntRange LINK_BYTES = new IntRange(10, 100_000);

  private SimulationsMain() {}

  /** What it was told. */
  private record Options(RunOptions run, int welcomes, int linkBytes, Path results) {
    static Options read(Settings settings) {
      var quick =
          settings.parsed(
              "QUICK",
              "false",
              "fewer worlds and smaller samples",
              Options::yesOrNo,
              "true or false");
      var seed = settings.integer("SEED", SEED, SEEDS, "the same gives the same figures");
      return new Options(
          new RunOptions(seed, quick),
          settings.integer(
              "WELCOMES",
              Simulations.WELCOMES_USUAL,
              WELCOMES,
              "clients that a gateway welcomes a second: chat-reconnect.per-second"),
          settings.integer(
              "LINK_BYTES",
              Simulations.LINK_BYTES_USUAL,
              LINK_BYTES,
              "bytes that a link takes: creations.bytes-a-link"),
          Path.of(settings.text("RESULTS", "benchmarks/results", "the folder for results")));
    }

    private static boolean yesOrNo(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("neither");
      };
    }

    Simulations simulations() {
      return new Simulations(welcomes, linkBytes);
    }
  }

  /** Exits 0 with the figures in a file, 64 on a bad option, 1 where anything goes wrong. */
  public static void main(String[] arguments) {
    try {
      var settings = Settings.of(Map.of(), written(arguments));
      var options = Options.read(settings);
      settings.refuseUnknown();
      run(options, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    } catch (BadSettingException e) {
      System.err.println(e.getMessage() + "\n" + help());
      System.exit(EXIT_USAGE);
    } catch (IOException | RuntimeException e) {
      System.err.println("failed: " + ServiceMain.reason(e));
      System.exit(1);
    }
  }

  private static String help() {
    var settings = Settings.of(Map.of(), List.of());
    var _ = Options.read(settings);
    return "Options:\n" + settings.help();
  }

  /** {@code --quick} alone is enough. */
  private static List<String> written(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.equals(QUICK) ? QUICK + "=true" : argument)
        .toList();
  }

  private static void run(Options options, PrintStream out) throws IOException {
    out.printf(
        "Simulated, not measured; seed %d. The same on every machine.%n%n", options.run.seed());
    var figures = new ArrayList<Figure>();
    for (var each : options.simulations().all().entrySet()) {
      System.err.println("simulating: " + each.getKey());
      var outcome = each.getValue().run(options.run);
      outcome.tables().forEach(table -> out.println(table.text()));
      figures.addAll(outcome.figures());
    }
    var document = new SimulationDocument(options.run, rerun(options), figures);
    out.println("kept in " + document.write(options.results, Instant.now()));
  }

  private static String rerun(Options options) {
    return Table.cell(
        "./whiteboard bench simulate --seed %d --welcomes %d --link-bytes %d%s",
        options.run.seed(),
        options.welcomes,
        options.linkBytes,
        options.run.quick() ? " --quick" : "");
  }
}
