package dev.whiteboard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * All JMH classes, for a second or so each, in this process: that each runs, and that what it
 * verifies holds. Times are none of it.
 */
final class JmhIT {
  private static final TimeValue ROUND = TimeValue.milliseconds(20);

  /** With what each is told: those that are filled with a million get fewer. */
  private static final Map<Class<?>, Map<String, String>> CLASSES =
      Map.ofEntries(
          Map.entry(Base62Benchmark.class, Map.of()),
          Map.entry(PermutationBenchmark.class, Map.of()),
          Map.entry(GeneratorBenchmark.class, Map.of()),
          Map.entry(FilterBenchmark.class, Map.of("codes", "10000")),
          Map.entry(TargetCacheBenchmark.class, Map.of("links", "10000")),
          Map.entry(ClickBenchmark.class, Map.of()),
          Map.entry(LimiterBenchmark.class, Map.of("answer", "DENY")),
          Map.entry(CachePolicyBenchmark.class, Map.of()),
          Map.entry(RingBenchmark.class, Map.of("nodes", "20")),
          Map.entry(ChatFrameBenchmark.class, Map.of()),
          Map.entry(ChatBytesBenchmark.class, Map.of()),
          Map.entry(TimerBenchmark.class, Map.of()));

  static Stream<Arguments> classes() {
    return CLASSES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void run_ofEachClass_verifiesItsAnswers(Class<?> type, Map<String, String> params)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("^" + type.getName() + "\\.")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(ROUND)
            .measurementBatchSize(100)
            .shouldFailOnError(true);
    params.forEach(options::param);
    assertThat(new Runner(options.build()).run())
        .isNotEmpty()
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getSampleCount()).isPositive());
  }

  /** A class that nobody put on the list above would be left out. */
  @Test
  void classes_areAllThatJmhKnows() {
    assertThat(JmhRun.benchmarks("Benchmark"))
        .containsExactlyInAnyOrderElementsOf(
            CLASSES.keySet().stream().map(Class::getName).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"codes", "limiter", "chat-frame", "cache", "ring"})
  void run_ofEachMeasurement_givesAllOfItsFigures(String bench) throws RunnerException {
    var findings = new Findings(bench);
    var raw = new JmhBench(bench, new JmhBench.Times(0, 1, 2, 20)).run(findings);
    assertThat(findings.missing()).isEmpty();
    assertThat(findings.figures())
        .hasSameSizeAs(Quantity.of(bench))
        .allSatisfy(figure -> assertThat(figure.spread().min()).isPositive());
    assertThat(raw.getJsonArray("jmh")).isNotEmpty();
    assertThat(findings.curves())
        .hasSize((int) Stream.of(CurveId.values()).filter(id -> id.bench().equals(bench)).count());
  }

  @Test
  void knows_partOfAName_andNothingElse() {
    assertThat(List.of("Limiter", "RingBenchmark.lookup")).allMatch(JmhRun::knows);
    assertThat(JmhRun.knows("Nobody")).isFalse();
  }
}
