package dev.whiteboard.bench;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/**
 * Which of JMH's results is which quantity.
 *
 * @param quantity as documents have it
 * @param type the benchmark
 * @param method of it
 * @param params all that it must have been given
 */
record JmhSource(Quantity quantity, Class<?> type, String method, Map<String, String> params) {
  private static final String CONTENDER = "contender";
  private static final String GENERATOR = "generator";

  /** All of them. */
  static final List<JmhSource> ALL =
      List.of(
          generator(Quantity.CODES_PERMUTED, "PERMUTED_COUNTER"),
          generator(Quantity.CODES_SNOWFLAKE, "SNOWFLAKE"),
          generator(Quantity.CODES_RANDOM, "HASH"),
          limiter(Quantity.LIMITER_TOKEN_BUCKET, "TOKEN_BUCKET"),
          limiter(Quantity.LIMITER_SLIDING_WINDOW, "SLIDING_WINDOW"),
          new JmhSource(
              Quantity.CHAT_FRAME_ENCODE,
              ChatFrameBenchmark.class,
              "encode",
              Map.of("encoder", "OURS")),
          new JmhSource(
              Quantity.CACHE_LOOKUP,
              CachePolicyBenchmark.class,
              "readAlone",
              Map.of(CONTENDER, "W_TINY_LFU")),
          new JmhSource(
              Quantity.RING_LOOKUP, RingBenchmark.class, "lookup", Map.of("rings", "RING_160")));

  private static JmhSource generator(Quantity quantity, String kind) {
    return new JmhSource(quantity, GeneratorBenchmark.class, "alone", Map.of(GENERATOR, kind));
  }

  private static JmhSource limiter(Quantity quantity, String contender) {
    return new JmhSource(
        quantity, LimiterBenchmark.class, "alone", Map.of(CONTENDER, contender, "answer", "ALLOW"));
  }

  /** All that one measurement is made of; one class. */
  static List<JmhSource> of(String bench) {
    return ALL.stream().filter(source -> source.quantity.bench().equals(bench)).toList();
  }

  /** The name of the measurement that a class is, where it is one. */
  static Optional<String> benchOf(String className) {
    return ALL.stream()
        .filter(source -> source.type.getName().equals(className))
        .map(source -> source.quantity.bench())
        .findFirst();
  }

  /** Takes its figure out of results, where it is among them. */
  void tell(Collection<RunResult> results, Findings findings) {
    results.stream()
        .filter(this::isFrom)
        .findFirst()
        .ifPresent(result -> findings.figure(quantity, nanosOfOne(result)));
  }

  private boolean isFrom(RunResult result) {
    var run = result.getParams();
    return run.getBenchmark().equals(type.getName() + "." + method)
        && run.getThreads() == 1
        && params.entrySet().stream()
            .allMatch(param -> param.getValue().equals(run.getParam(param.getKey())));
  }

  /** Of each iteration, over all forks. */
  private static List<Double> nanosOfOne(RunResult result) {
    var mode = result.getParams().getMode();
    var nanosOfUnit = (double) result.getParams().getTimeUnit().toNanos(1);
    return scores(result)
        .map(score -> mode == Mode.Throughput ? nanosOfUnit / score : score * nanosOfUnit)
        .toList();
  }

  /** Of each iteration, as JMH has them. */
  static Stream<Double> scores(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getPrimaryResult().getScore());
  }

  /** How many were done in a second, by all threads together. */
  static double perSecond(RunResult result) {
    var score = result.getPrimaryResult().getScore();
    return score * TimeUnit.SECONDS.toNanos(1) / result.getParams().getTimeUnit().toNanos(1);
  }
}
