package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.log.LogSetup;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The {@code main} of a rig: reads its options, runs it, keeps its result. */
final class RigMain {
  /** A bad option, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  private static final String QUICK = "--quick";

  private RigMain() {}

  /** A rig that can be run. */
  @FunctionalInterface
  interface Rig {
    /** Runs it to its end; the result, all of it verified. */
    JsonObject run() throws Exception;
  }

  /** Tells a rig from its options. */
  @FunctionalInterface
  interface Definition {
    /** Reads the options and starts nothing. */
    Rig read(Settings settings, RigOptions options);
  }

  /** Exits 0 with the result in a file, 64 on a bad option, 1 where anything goes wrong. */
  static void run(Class<?> rig, String[] arguments, Definition definition) {
    run(rig, arguments, RigOptions.PRESETS, definition);
  }

  /** The same for a rig that takes other times than most. */
  static void run(
      Class<?> rig, String[] arguments, RigOptions.Presets presets, Definition definition) {
    try {
      var settings = Settings.of(Map.of(), written(arguments));
      var options = RigOptions.read(settings, presets);
      var ready = definition.read(settings, options);
      settings.refuseUnknown();
      Files.createDirectories(options.results());
      LogSetup.writeTo(options.results().resolve(rig.getSimpleName() + ".log"));
      var result = header(rig, arguments).mergeIn(ready.run());
      System.out.println("kept in " + write(options.results(), rig.getSimpleName(), result));
      System.exit(0);
    } catch (BadSettingException e) {
      System.err.println(e.getMessage() + "\n" + help(presets, definition));
      System.exit(EXIT_USAGE);
    } catch (Exception e) {
      System.err.println("failed: " + ServiceMain.reason(e));
      System.exit(1);
    }
  }

  /** {@code --quick} alone is enough. */
  private static List<String> written(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.equals(QUICK) ? QUICK + "=true" : argument)
        .toList();
  }

  private static String help(RigOptions.Presets presets, Definition definition) {
    var settings = Settings.of(Map.of(), List.of());
    var _ = definition.read(settings, RigOptions.read(settings, presets));
    return "Options:\n" + settings.help();
  }

  private static JsonObject header(Class<?> rig, String[] arguments) {
    var command =
        "java -cp benchmarks/target/benchmarks.jar "
            + rig.getName()
            + " "
            + String.join(" ", arguments);
    var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new JsonObject().put("at", at.toString()).put("command", command.strip());
  }

  private static Path write(Path folder, String name, JsonObject result) throws IOException {
    return Files.writeString(
        folder.resolve(name + "-" + result.getString("at").replaceAll("[-:]", "") + ".json"),
        result.encodePrettily());
  }
}
