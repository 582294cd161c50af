package dev.whiteboard.bench;

import dev.whiteboard.kit.metrics.LatencyTimer;
import dev.whiteboard.kit.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request pays for being timed.
 *
 * <pre>
 *   1 or 2 threads ─▸ time ─▸ one timer ─▸ count, sum, maximum, and a bucket
 *                                          a registry of Prometheus', as in a node
 * </pre>
 *
 * <p>Times are from 20 µs to 200 ms, as many between 1 and 2 ms as between 10 and 20. With two
 * threads each writes where the other does: with more cores it costs more than two can show.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar TimerBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimerBenchmark {
  private static final int TIMES = 1 << 14;
  private static final long SEED = 42;
  private static final double SHORTEST_NANOS = 20_000;
  private static final double DECADES = 4;

  /** How it is timed. */
  @Param public Contender contender = Contender.OURS;

  private final Metrics metrics = new Metrics();
  private final long[] nanos =
      new SplittableRandom(SEED)
          .doubles(TIMES)
          .mapToLong(draw -> (long) (SHORTEST_NANOS * Math.pow(10, DECADES * draw)))
          .toArray();
  private Recorder recorder = _ -> {};

  /** Takes a time. */
  interface Recorder {
    void record(long nanos);
  }

  /** All ways. */
  public enum Contender {
    /** No histogram: how many, how long together, and the longest of late. */
    PLAIN {
      @Override
      Recorder make(MeterRegistry registry) {
        return kept(Timer.builder("bench").register(registry));
      }
    },
    /** {@link LatencyTimer}. */
    OURS {
      @Override
      Recorder make(MeterRegistry registry) {
        return kept(LatencyTimer.builder("bench").register(registry));
      }
    },
    /** The buckets that Micrometer takes for percentiles. */
    PERCENTILES {
      @Override
      Recorder make(MeterRegistry registry) {
        return kept(Timer.builder("bench").publishPercentileHistogram().register(registry));
      }
    },
    /** Ours, looked up in the registry each time. */
    LOOKED_UP {
      @Override
      Recorder make(MeterRegistry registry) {
        return nanos ->
            LatencyTimer.builder("bench").register(registry).record(nanos, TimeUnit.NANOSECONDS);
      }
    };

    abstract Recorder make(MeterRegistry registry);

    private static Recorder kept(Timer timer) {
      return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Takes the contender, records each time once, looks for all of them, and counts the series. */
  @Setup
  public void verify() {
    recorder = contender.make(metrics.registry());
    Arrays.stream(nanos).forEach(recorder::record);
    var timer = metrics.registry().get("bench").timer();
    if (timer.count() != TIMES
        || (long) timer.totalTime(TimeUnit.NANOSECONDS) != Arrays.stream(nanos).sum()) {
      throw new IllegalStateException("not all were recorded: " + timer.count());
    }
    for (var bucket : timer.takeSnapshot().histogramCounts()) {
      var within = Arrays.stream(nanos).filter(time -> time <= bucket.bucket()).count();
      if (bucket.count() != within) {
        throw new IllegalStateException("not what is in the bucket: " + bucket);
      }
    }
    var series = metrics.scrape().lines().filter(line -> line.startsWith("bench_")).count();
    System.out.printf("%n%s: %d series%n", contender, series);
  }

  /** Lets go of the registry. */
  @TearDown
  public void close() {
    metrics.close();
  }

  /** Each thread's own place among the times. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    int next() {
      return next++ & (TIMES - 1);
    }
  }

  /** A time. */
  @Benchmark
  public void alone(Place place) {
    recorder.record(nanos[place.next()]);
  }

  /** A time, while another thread records one too. */
  @Benchmark
  @Threads(2)
  public void twoThreads(Place place) {
    recorder.record(nanos[place.next()]);
  }
}
