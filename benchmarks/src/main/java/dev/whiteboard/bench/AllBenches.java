package dev.whiteboard.bench;

import dev.whiteboard.bench.Benches.Named;
import dev.whiteboard.bench.result.ResultDocument;
import dev.whiteboard.bench.result.ResultDocument.Origin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * All measurements that give figures, one after the other, each in a process of its own: a rig
 * leaves its process on some of the cores.
 *
 * <p>What is done is on disk behind each of them. Who is stopped in the midst stops the one that is
 * under way with all of its servers, and keeps the others.
 */
public final class AllBenches {
  /** Where results are, from where it is started. */
  private static final Path RESULTS = Path.of("benchmarks", "results");

  /** None takes as long, on a machine that is slow as well. */
  private static final Duration PART_MAX = Duration.ofMinutes(20);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final List<Named> benches;
  private final boolean quick;
  private final Path results;
  private final Origin origin;
  private final Merge merge;
  private final Pace pace;
  private final ProgressLine progress;
  private final PrintStream out;
  private volatile Optional<BenchProcess> current = Optional.empty();
  private volatile boolean isStopped;

  /**
   * What came of it.
   *
   * @param file the document
   * @param document what is in it
   * @param failed the names of those that failed
   */
  record Outcome(Path file, ResultDocument document, List<String> failed) {}

  private AllBenches(List<Named> benches, boolean quick, Path results, PrintStream out) {
    this.benches = benches;
    this.quick = quick;
    this.results = results;
    this.out = out;
    origin = Origin.now(quick);
    merge = new Merge(origin);
    pace = new Pace(known(benches, quick, results));
    progress = new ProgressLine(out, ProgressLine.isOnTerminal(), benches.size());
  }

  /**
   * Runs all of them.
   *
   * @param quick whether rough figures will do: minutes instead of most of an hour
   * @return the document that has what all of them found
   * @throws IOException where it can't be written; one that fails is named in it instead
   */
  public static Path run(boolean quick) throws IOException {
    return run(Benches.ALL, quick, RESULTS, System.out).file;
  }

  /** Runs some of them. */
  static Outcome run(List<Named> benches, boolean quick, PrintStream out) throws IOException {
    return run(benches, quick, RESULTS, out);
  }

  static Outcome run(List<Named> benches, boolean quick, Path results, PrintStream out)
      throws IOException {
    return new AllBenches(benches, quick, results, out).toEnd();
  }

  /** As long as the last time, where there was one. */
  private static List<Duration> known(List<Named> benches, boolean quick, Path results) {
    var earlier = earlier(results, quick);
    return benches.stream()
        .map(bench ->
            earlier.stream()
                .flatMap(document -> Merge.time(document, bench.name()).stream())
                .findFirst()
                .orElse(bench.share(quick).usual()))
        .toList();
  }

  /** The latest first; names have the time in them. */
  private static List<ResultDocument> earlier(Path results, boolean quick) {
    var earlier = new ArrayList<ResultDocument>();
    try (var files = Files.newDirectoryStream(results, "bench-*.json")) {
      for (var file : files) {
        var document = ResultDocument.read(file);
        if (document.quick() == quick) {
          earlier.add(document);
        }
      }
    } catch (IOException _) {
      return List.of(); // the estimates will do
    }
    earlier.sort(Comparator.comparing(ResultDocument::at).reversed());
    return earlier;
  }

  private Outcome toEnd() throws IOException {
    var folder = results.resolve("bench-" + ResultDocument.stamp(origin.at()));
    Files.createDirectories(folder);
    var whole = pace.left(Duration.ZERO);
    out.printf(
        "%s%n%d measurements, about %s; what each says is in %s%n",
        origin.machine().inWords(), benches.size(), Pace.inWords(whole), folder);
    var atExit = new Thread(this::stop, "stop the measurement");
    Runtime.getRuntime().addShutdownHook(atExit);
    for (var i = 0; i < benches.size(); i++) {
      merge.add(part(i, folder));
      var _ = merge.document(false).write(results);
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    var document = merge.document(true);
    return new Outcome(document.write(results), document, merge.failed());
  }

  private Merge.Part part(int place, Path folder) throws IOException {
    var bench = benches.get(place);
    var startNanos = System.nanoTime();
    var process = BenchProcess.start(bench.name(), bench.share(quick).arguments(), quick, folder);
    current = Optional.of(process);
    var since = Duration.ZERO;
    while (!process.hasEndedWithin(LOOK)) {
      since = Duration.ofNanos(System.nanoTime() - startNanos);
      if (since.compareTo(PART_MAX) > 0) {
        process.stop();
      }
      progress.at(place + 1, bench.name(), since, pace.left(since));
    }
    restIfStopped();
    since = Duration.ofNanos(System.nanoTime() - startNanos);
    pace.done(since);
    var document = process.document();
    var failure = document.isPresent() ? "" : process.failure();
    var how = document.map(found -> inWords(found.figures().size())).orElse("FAILED: " + failure);
    progress.ended(
        place + 1,
        bench.name(),
        "%s, %s".formatted(how, Pace.inWords(since)),
        pace.left(Duration.ZERO));
    return new Merge.Part(bench.name(), since, document, failure);
  }

  private static String inWords(int figures) {
    return figures == 1 ? "1 figure" : figures + " figures";
  }

  /** On the way out, what was stopped is no failure, and nothing else is begun. */
  private void restIfStopped() {
    while (isStopped) {
      LockSupport.park(this);
    }
  }

  private void stop() {
    isStopped = true;
    current.ifPresent(BenchProcess::stop);
    out.printf(
        "%nstopped; what was done is in %s%n",
        results.resolve("bench-" + ResultDocument.stamp(origin.at()) + ".json"));
  }
}
