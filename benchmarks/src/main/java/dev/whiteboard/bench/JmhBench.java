package dev.whiteboard.bench;

import dev.whiteboard.bench.result.Curve.Point.Done;
import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Of a JMH benchmark what the figures are made of, and no more: the whole of a class takes up to 25
 * minutes, and is run by its own name.
 *
 * <p>{@code ./whiteboard bench limiter}
 */
public final class JmhBench {
  private static final IntRange FORKS = new IntRange(0, 10);
  private static final IntRange ITERATIONS = new IntRange(1, 100);
  private static final IntRange MILLIS = new IntRange(1, 60_000);

  /** The one that is also run by several threads. */
  private static final String LIMITER = "limiter";

  private static final String CHAT_FRAME = "chat-frame";

  private final String bench;
  private final Times times;

  /**
   * How long it takes.
   *
   * @param forks processes, one after the other; 0 for this one
   * @param warmups rounds before the first that counts
   * @param iterations rounds that count, of each fork
   * @param millis of a round
   */
  record Times(int forks, int warmups, int iterations, int millis) {
    private static final Times USUAL = new Times(3, 4, 5, 500);
    private static final Times QUICK = new Times(1, 3, 3, 200);

    static Times read(Settings settings, boolean quick) {
      var usual = quick ? QUICK : USUAL;
      return new Times(
          settings.integer("FORKS", usual.forks, FORKS, "processes, one after the other"),
          settings.integer("WARMUPS", usual.warmups, ITERATIONS, "rounds before those that count"),
          settings.integer("ITERATIONS", usual.iterations, ITERATIONS, "rounds of each process"),
          settings.integer("MILLIS", usual.millis, MILLIS, "milliseconds of a round"));
    }
  }

  /** The one of that name, with these times. */
  JmhBench(String bench, Times times) {
    this.bench = bench;
    this.times = times;
  }

  /** Reads its options and starts nothing. */
  static JmhBench read(String bench, Settings settings, boolean quick) {
    return new JmhBench(bench, Times.read(settings, quick));
  }

  /**
   * Runs it to its end.
   *
   * @param findings takes the figures
   * @return all that JMH tells
   */
  JsonObject run(Findings findings) throws RunnerException {
    var results = new ArrayList<RunResult>(new Runner(select().build()).run());
    JmhSource.of(bench).forEach(source -> source.tell(results, findings));
    if (bench.equals(LIMITER)) {
      results.addAll(byThreads(findings));
    }
    if (bench.equals(CHAT_FRAME)) {
      var bytes = (double) ChatFrameBenchmark.bytesOnTheWire();
      findings.figure(Quantity.CHAT_FRAME_BYTES, List.of(bytes));
    }
    return new JsonObject().put("jmh", JmhRun.json(results));
  }

  /** All sources of a measurement are of one method; each parameter has all of their values. */
  private ChainedOptionsBuilder select() {
    var sources = JmhSource.of(bench);
    var first = sources.getFirst();
    var options = timed(first);
    for (var name : first.params().keySet()) {
      var values = new TreeSet<String>();
      sources.forEach(source -> values.add(source.params().getOrDefault(name, "")));
      options.param(name, values.toArray(String[]::new));
    }
    return options;
  }

  private ChainedOptionsBuilder timed(JmhSource source) {
    var round = TimeValue.milliseconds(times.millis);
    return new OptionsBuilder()
        .include("^" + source.type().getName() + "." + source.method() + "$")
        .forks(times.forks)
        .warmupIterations(times.warmups)
        .warmupTime(round)
        .measurementIterations(times.iterations)
        .measurementTime(round)
        .shouldFailOnError(true);
  }

  /** Decisions a second by one thread, two, and so on up to all cores: doubled each time. */
  private Collection<RunResult> byThreads(Findings findings) throws RunnerException {
    var source =
        JmhSource.of(bench).stream()
            .filter(each -> each.quantity() == Quantity.LIMITER_TOKEN_BUCKET)
            .findFirst()
            .orElseThrow();
    var results = new ArrayList<RunResult>();
    var points = new ArrayList<Done>();
    for (var threads : threads(Runtime.getRuntime().availableProcessors())) {
      var options = timed(source).threads(threads).mode(Mode.Throughput);
      source.params().forEach(options::param);
      var result = new Runner(options.build()).runSingle();
      results.add(result);
      points.add(new Done(threads, JmhSource.perSecond(result)));
    }
    findings.curve(CurveId.LIMITER_THROUGHPUT, points);
    return results;
  }

  /** 1, 2, 4, ... and all cores. */
  static List<Integer> threads(int cores) {
    var threads = new TreeSet<Integer>();
    for (var count = 1; count < cores; count *= 2) {
      threads.add(count);
    }
    threads.add(cores);
    return List.copyOf(threads);
  }
}
