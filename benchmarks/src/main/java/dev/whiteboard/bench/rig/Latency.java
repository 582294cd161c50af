package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/**
 * How long something took, in microseconds.
 *
 * @param p50 half took no longer
 * @param p99 99 % took no longer
 * @param p999 99.9 % took no longer
 * @param max none took longer
 */
record Latency(long p50, long p99, long p999, long max) {
  static Latency of(Histogram micros) {
    return new Latency(
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("p50Micros", p50)
        .put("p99Micros", p99)
        .put("p999Micros", p999)
        .put("maxMicros", max);
  }

  /** In milliseconds. */
  @Override
  public String toString() {
    return "p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms"
        .formatted(p50 / 1e3, p99 / 1e3, p999 / 1e3, max / 1e3);
  }
}
