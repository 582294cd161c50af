package dev.whiteboard.kit.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * A timer with a histogram whose buckets are few, and the same wherever somebody waits: for the
 * answer to a request, mostly.
 *
 * <p>Nodes can't add up their percentiles, but they can add up their buckets: a p99 of all nodes is
 * computed from these, by {@code histogram_quantile}.
 */
public final class LatencyTimer {
  /*
   * Each bucket is a series for each combination of labels, on each node, at each scrape; Micrometer's
   * own choice for a percentile is more than sixty of them. Steps of 2 to 2.5 say a percentile within
   * that factor, and exactly whether it is below 100 ms, which is what is asked for. Below a
   * millisecond are answers from memory, above a second those that somebody has given up on.
   *
   * What it costs: a search among fourteen numbers and one atomic increment, beside those of the
   * timer itself. TimerBenchmark of the benchmarks measures it.
   */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(10),
  };

  private LatencyTimer() {}

  /**
   * A timer to be described, labelled and registered.
   *
   * <p>Registering looks it up by its labels: a hot path does that once and keeps it.
   *
   * @param name with dots, and without the unit: {@code cdn.request} is {@code cdn_request_seconds}
   */
  public static Timer.Builder builder(String name) {
    return Timer.builder(name).serviceLevelObjectives(BUCKETS);
  }
}
