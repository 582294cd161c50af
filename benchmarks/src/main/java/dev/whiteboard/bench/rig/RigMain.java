package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.ResultDocument;
import dev.whiteboard.kit.log.LogSetup;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The {@code main} of a rig: reads its options, runs it, keeps its result. */
public final class RigMain {
  /** A bad option, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  private static final String QUICK = "--quick";
  private static final String HELP = "--help";

  private final String name;
  private final String[] arguments;
  private final Definition definition;

  private RigMain(String name, String[] arguments, Definition definition) {
    this.name = name;
    this.arguments = arguments;
    this.definition = definition;
  }

  /** A rig that can be run. */
  @FunctionalInterface
  public interface Rig {
    /**
     * Runs it to its end, all of it verified.
     *
     * @param findings takes the figures
     * @return all else that is to be kept
     */
    JsonObject run(Findings findings) throws Exception;
  }

  /** Tells a measurement from its options. */
  @FunctionalInterface
  public interface Definition {
    /** Reads the options and starts nothing. */
    Rig read(Settings settings, boolean quick);
  }

  /** Tells a rig from its options, and from those that all rigs have. */
  @FunctionalInterface
  interface RigDefinition {
    /** Reads the options and starts nothing. */
    Rig read(Settings settings, RigOptions options);
  }

  /** Exits 0 with the result in a file, 64 on a bad option, 1 where anything goes wrong. */
  static void run(String name, String[] arguments, RigDefinition definition) {
    run(name, arguments, RigOptions.PRESETS, definition);
  }

  /** The same for a rig that takes other times than most. */
  static void run(
      String name, String[] arguments, RigOptions.Presets presets, RigDefinition definition) {
    runPlain(
        name,
        arguments,
        (settings, quick) -> definition.read(settings, RigOptions.read(settings, presets, quick)));
  }

  /** The same for what has no server, no load and no cores of its own. */
  public static void runPlain(String name, String[] arguments, Definition definition) {
    new RigMain(name, arguments, definition).run();
  }

  private void run() {
    if (List.of(arguments).contains(HELP)) {
      System.out.println(help());
      System.exit(0);
    }
    try {
      var settings = Settings.of(Map.of(), written(arguments));
      var quick = quick(settings);
      var results = results(settings);
      var rig = definition.read(settings, quick);
      settings.refuseUnknown();
      System.out.println("kept in " + measure(rig, quick, results));
      System.exit(0);
    } catch (BadSettingException e) {
      System.err.println(e.getMessage() + "\n" + help());
      System.exit(EXIT_USAGE);
    } catch (Exception e) {
      System.err.println("failed: " + ServiceMain.reason(e));
      System.exit(1);
    }
  }

  private Path measure(Rig rig, boolean quick, Path results) throws Exception {
    Files.createDirectories(results);
    LogSetup.writeTo(results.resolve(name + ".log"));
    var origin = ResultDocument.Origin.now(quick);
    System.out.println(origin.machine().inWords());
    var findings = new Findings(name);
    var command = "./whiteboard bench " + name + " " + String.join(" ", arguments);
    var raw = new JsonObject().put("command", command.strip()).mergeIn(rig.run(findings));
    var document = ResultDocument.of(origin, findings, raw);
    System.out.println(document.inWords());
    return document.write(results);
  }

  /** {@code --quick} alone is enough. */
  private static List<String> written(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.equals(QUICK) ? QUICK + "=true" : argument)
        .toList();
  }

  private static boolean quick(Settings settings) {
    return settings.parsed(
        "QUICK",
        "false",
        "whether to be over soon; the figures are rough then",
        RigOptions::yesOrNo,
        "true or false");
  }

  private static Path results(Settings settings) {
    return Path.of(settings.text("RESULTS", "benchmarks/results", "the folder for results"));
  }

  private String help() {
    var settings = Settings.of(Map.of(), List.of());
    var _ = definition.read(settings, quick(settings));
    var _ = results(settings);
    return "./whiteboard bench " + name + " [OPTION...]\n" + settings.help();
  }
}
