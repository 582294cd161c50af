package dev.whiteboard.capacity;

import dev.whiteboard.bench.AllBenches;
import dev.whiteboard.capacity.claim.BadInputException;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.page.HtmlSheet;
import dev.whiteboard.capacity.result.BadResultException;
import dev.whiteboard.capacity.result.Measurements;
import dev.whiteboard.capacity.result.ResultDocument;
import dev.whiteboard.capacity.result.ResultReader;
import dev.whiteboard.capacity.result.ResultsFolder;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Simulation;
import dev.whiteboard.capacity.text.JsonSheet;
import dev.whiteboard.capacity.text.MarkdownSheet;
import dev.whiteboard.capacity.text.TerminalSheet;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./whiteboard capacity}: sets each estimate of the interviews against measurement. */
@Command(
    name = "./whiteboard capacity",
    description = {
      "Sets each estimate of the interviews against what was measured on this machine.",
      "It takes the newest results of ./whiteboard bench; where there are none, or with --quick,"
          + " it measures first."
    },
    footer = {
      "",
      "--set list names all that can be set.",
      "Writes capacity.md, capacity.json and capacity.html."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Capacity.EXIT_USAGE,
    exitCodeOnExecutionException = Capacity.EXIT_FAILURE)
public final class Capacity implements Callable<Integer> {
  /** A command line that can't be followed, as sysexits.h has it: EX_USAGE. */
  static final int EXIT_USAGE = 64;

  static final int EXIT_FAILURE = 1;

  private static final Path RESULTS = Path.of("benchmarks", "results");
  private static final String LIST = "list";

  private final Sources sources;
  private final Console console;

  @Option(names = "--quick", description = "Measures first, roughly, in minutes.")
  boolean quick;

  @Option(
      names = "--from",
      paramLabel = "RESULTS.json",
      description = "Takes these results, and measures nothing; may be there several times.")
  List<Path> from = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Changes an input, such as shortener.writesPerDay=1e9; may be there several times.")
  List<String> settings = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to write; benchmarks/results otherwise.")
  Path out = RESULTS;

  /** Says what it says by these writers. */
  Capacity(Sources sources, Console console) {
    this.sources = sources;
    this.console = console;
  }

  /**
   * What the sheet is made from.
   *
   * @param clock when it is made
   * @param measuring how to measure, where that can be done
   * @param simulation of more machines than there are
   */
  record Sources(InstantSource clock, Optional<Measuring> measuring, Simulation simulation) {}

  /**
   * Where it says something.
   *
   * @param out the sheet
   * @param err why there is none
   */
  record Console(PrintWriter out, PrintWriter err) {}

  /** Makes the sheet, and exits with 64 where it was told what it can't do. */
  public static void main(String[] arguments) {
    var console = new Console(writer(System.out), writer(System.err));
    var sources =
        new Sources(
            InstantSource.system(),
            Optional.of(AllBenches::run),
            new BeyondOneMachine(console.err::println));
    System.exit(run(arguments, sources, console));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The command; its failures are one line. */
  static int run(String[] arguments, Sources sources, Console console) {
    var command =
        new CommandLine(new Capacity(sources, console))
            .setExpandAtFiles(false)
            .setOut(console.out)
            .setErr(console.err);
    command.setParameterExceptionHandler((e, _) -> refuse(console, e, EXIT_USAGE));
    command.setExecutionExceptionHandler((e, _, _) ->
        switch (e) {
          case BadInputException _, BadResultException _ -> refuse(console, e, EXIT_USAGE);
          default -> refuse(console, e, EXIT_FAILURE);
        });
    return command.execute(arguments);
  }

  private static int refuse(Console console, Exception why, int status) {
    console.err.println(Optional.ofNullable(why.getMessage()).orElseGet(why::toString));
    return status;
  }

  @Override
  public Integer call() throws Exception {
    if (settings.contains(LIST)) {
      say(Inputs.asStated().inWords());
      return 0;
    }
    var inputs = Inputs.asStated().with(settings); // before minutes of measuring
    var measurements = Measurements.of(documents());
    var sheet = Sheet.of(sources.clock.instant(), inputs, measurements, sources.simulation);
    say(TerminalSheet.of(sheet));
    write(sheet);
    return 0;
  }

  private List<ResultDocument> documents() throws Exception {
    if (!from.isEmpty()) {
      return ResultReader.readAll(from);
    }
    if (!quick) {
      var found = new ResultsFolder(RESULTS).read();
      found.complaints().forEach(console.err::println);
      if (!found.documents().isEmpty()) {
        return found.documents();
      }
    }
    return sources.measuring.isPresent()
        ? List.of(ResultReader.read(sources.measuring.get().run(quick)))
        : List.of();
  }

  private void write(Sheet sheet) throws IOException {
    Files.createDirectories(out);
    write("capacity.md", MarkdownSheet.of(sheet));
    write("capacity.json", JsonSheet.of(sheet));
    write("capacity.html", HtmlSheet.of(sheet));
    say("Written: capacity.md, capacity.json and capacity.html in " + out);
  }

  /** All of it or nothing: somebody may be reading the one that was there. */
  private void write(String name, String text) throws IOException {
    var part = out.resolve(name + ".part");
    Files.writeString(part, text, StandardCharsets.UTF_8);
    Files.move(
        part,
        out.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void say(String text) {
    console.out.println(text);
    console.out.flush();
  }
}
