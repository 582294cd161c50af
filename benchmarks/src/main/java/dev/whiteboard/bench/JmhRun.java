package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.ResultDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH as its own command line has it; but what comes out is kept as all results are. */
final class JmhRun {
  /** What only tells something. */
  private static final Set<String> TELLS = Set.of("-h", "-l", "-lp", "-lprof", "-lrf");

  private static final Path RESULTS = Path.of("benchmarks/results");

  private JmhRun() {}

  /** Whether part of a benchmark's name is that, as JMH takes it. */
  static boolean knows(String pattern) {
    try {
      return !benchmarks(pattern).isEmpty();
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  /** The classes that have benchmarks with such a name. */
  static Set<String> benchmarks(String pattern) {
    var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, List.of(pattern), List.of()).stream()
        .map(BenchmarkListEntry::getUserClassQName)
        .collect(Collectors.toSet());
  }

  /** Runs what the arguments say, and keeps one document a class. */
  static void run(String... arguments)
      throws IOException, RunnerException, CommandLineOptionException {
    if (Arrays.stream(arguments).anyMatch(TELLS::contains)) {
      Main.main(arguments);
      return;
    }
    var options = new CommandLineOptions(arguments);
    var origin = ResultDocument.Origin.now(false);
    var byClass =
        new Runner(options)
            .run().stream()
                .collect(
                    Collectors.groupingBy(JmhRun::className, TreeMap::new, Collectors.toList()));
    for (var results : byClass.entrySet()) {
      var findings = new Findings(nameOf(results.getKey()));
      JmhSource.of(findings.bench()).forEach(source -> source.tell(results.getValue(), findings));
      var raw =
          new JsonObject().put("command", "./whiteboard bench " + String.join(" ", arguments));
      var document = ResultDocument.of(origin, findings, raw.put("jmh", json(results.getValue())));
      System.out.println("kept in " + document.write(RESULTS));
    }
  }

  private static String className(RunResult result) {
    var benchmark = result.getParams().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  private static String nameOf(String className) {
    return JmhSource.benchOf(className).orElse(className.substring(className.lastIndexOf('.') + 1));
  }

  /** All that JMH knows of them, as it writes it itself. */
  static JsonArray json(Collection<RunResult> results) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, false, UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    return new JsonArray(bytes.toString(UTF_8));
  }
}
