package dev.whiteboard.portal;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.portal.demo.Demo;
import dev.whiteboard.portal.page.PortalSettings;
import dev.whiteboard.portal.up.Up;
import dev.whiteboard.portal.up.UpRequest;
import dev.whiteboard.portal.up.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of {@code ./whiteboard}. */
@Command(
    name = "./whiteboard",
    description = "The systems that interviews ask you to draw, running on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Whiteboard.Version.class,
    exitCodeOnInvalidInput = Whiteboard.EXIT_USAGE,
    scope = ScopeType.INHERIT)
public final class Whiteboard implements Runnable {
  /** A command line that can't be followed, as sysexits.h has it: EX_USAGE. */
  static final int EXIT_USAGE = 64;

  private static final int EXIT_FAILURE = 1;

  private static final Logger log = LoggerFactory.getLogger(Whiteboard.class);

  private static final List<String> COMMANDS_IN_ORDER =
      List.of("up", "test", "bench", "capacity", "demo");

  private final CommandLine commands = new CommandLine(this);

  Whiteboard() {
    COMMANDS_IN_ORDER.forEach(this::moveToEnd);
    var up = Objects.requireNonNull(commands.getSubcommands().get("up"));
    up.setUnmatchedOptionsArePositionalParams(true); // each setting is a flag
    up.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, _ -> Up.settingsHelp());
    commands.setExpandAtFiles(false);
    commands.setParameterExceptionHandler((e, _) -> refuse(e.getCommandLine(), e));
    commands.setExecutionExceptionHandler((e, command, _) -> explain(command, e));
  }

  /** Runs the command that the arguments name, and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(new Whiteboard().commands.execute(arguments));
  }

  /** The commands, for a test to run with writers of its own. */
  CommandLine commands() {
    return commands;
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    commands.usage(commands.getOut());
  }

  @Command(
      description = {
        "Starts the systems and the servers that they need.",
        "Ctrl-C or SIGTERM drains and stops them all, at any moment, and exits 0."
      })
  void up(
      @Option(names = "--fresh", description = "Forgets what earlier runs left, then starts.")
          boolean fresh,
      @Option(
              names = "--external",
              description =
                  "Starts no server: uses those that DATABASE_URL, REDIS_URL and"
                      + " KAFKA_BOOTSTRAP_SERVERS name.")
          boolean external,
      @Parameters(
              paramLabel = "SERVICE",
              description =
                  "url-shortener, rate-limiter, cdn-cache or chat-service; none for all of"
                      + " them. Settings may stand among them: --shortener-port 9000")
          @Nullable List<String> words)
      throws Exception {
    var given = Optional.ofNullable(words).orElse(List.of());
    Up.run(UpRequest.of(given, fresh, external), System.getenv());
  }

  @Command(
      description = {
        "Builds everything and runs every test.",
        "The script runs mvn verify for it, and passes its arguments on."
      })
  int test(
      @Parameters(paramLabel = "ARGUMENT", description = "Of mvn, such as -Dit.test=UpIT.")
          @Nullable List<String> arguments) {
    return giveUp("tests are run by the script: ./whiteboard test");
  }

  @Command(
      description = {
        "Measures the systems: all of them, those with FILTER in their names, or one with options of"
            + " its own. Keeps the results as JSON in benchmarks/results.",
        "./whiteboard bench list tells the names, and how long it takes."
      })
  int bench(
      @Option(names = "--quick", description = "Rough figures, in minutes.") boolean quick,
      @Option(
              names = "--compare",
              paramLabel = "OLD.json",
              description =
                  "Measures nothing: names what got slower since, by more than noise. With the latest"
                      + " results, or those named behind it.")
          @Nullable Path old,
      @Parameters(
              paramLabel = "FILTER",
              description =
                  "Part of a name. Or a name, and what it can be told: NAME --help. Or part of a JMH"
                      + " benchmark's name, and JMH's own options.")
          @Nullable List<String> words) {
    return giveUp("measurements are run by the script: ./whiteboard bench");
  }

  @Command(
      description = {
        "Sets each estimate of the interviews against what was measured.",
        "The script runs it from the benchmarks' jar: ./whiteboard capacity --help"
      })
  int capacity(
      @Option(names = "--quick", description = "Rough figures, in minutes.") boolean quick,
      @Option(
              names = "--from",
              paramLabel = "RESULTS.json",
              description = "Takes these results and measures nothing.")
          @Nullable Path from) {
    return giveUp("the sheet is made by the script: ./whiteboard capacity");
  }

  @Command(
      description = {
        "A tour of one running system, in under a minute: real requests, and what they show.",
        "Start it first: ./whiteboard up. Admin keys that up was given are read from the environment."
      })
  void demo(
      @Parameters(
              paramLabel = "SERVICE",
              description = "url-shortener, rate-limiter, cdn-cache or chat-service.")
          String service)
      throws Exception {
    var portal = PortalSettings.read(Settings.of(System.getenv(), List.of()));
    Demo.run(service, portal.stateFolder(), System.getenv(), System.out);
  }

  /** Without this the list of commands is in alphabetical order. */
  private void moveToEnd(String command) {
    var spec = commands.getCommandSpec();
    spec.addSubcommand(command, spec.removeSubcommand(command));
  }

  private int explain(CommandLine command, Exception failure) {
    return switch (failure) {
      case BadSettingException _, UsageException _ -> refuse(command, failure);
      default -> {
        log.atDebug().setCause(failure).log("{} failed", command.getCommandName());
        yield giveUp(Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString));
      }
    };
  }

  private int refuse(CommandLine command, Exception reason) {
    var err = commands.getErr();
    err.println(
        reason instanceof UnmatchedArgumentException unmatched
            ? "unknown: " + String.join(" ", unmatched.getUnmatched())
            : reason.getMessage());
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return EXIT_USAGE;
  }

  private int giveUp(String line) {
    commands.getErr().println(line);
    return EXIT_FAILURE;
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var built = Optional.ofNullable(Whiteboard.class.getPackage().getImplementationVersion());
      return new String[] {"Whiteboard " + built.orElse("not from a jar")};
    }
  }
}
