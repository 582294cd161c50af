package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One round on one server.
 *
 * @param load what the load saw
 * @param cpuSeconds processor time that the server took
 * @param busyPercent how busy each core was
 */
record Round(LoadResult load, double cpuSeconds, SortedMap<Integer, Long> busyPercent)
    implements Paced {
  /** Runs one. */
  static Round run(LoadGenerator load, URI server, ChildProcess process, Duration time)
      throws IOException {
    return run(load, server, process::cpu, time);
  }

  /** Runs one on a server that somebody else started, and of which they tell the processor time. */
  static Round run(LoadGenerator load, URI server, Supplier<Duration> cpuSoFar, Duration time)
      throws IOException {
    var coresBefore = CoreTimes.read();
    var cpuBefore = cpuSoFar.get();
    var result = load.run(server, time);
    var cpu = cpuSoFar.get().minus(cpuBefore);
    return new Round(result, cpu.toMillis() / 1e3, CoreTimes.read().busyPercentSince(coresBefore));
  }

  /** Processor time of the server for one answer. */
  double cpuMicrosEach() {
    return cpuSeconds * 1e6 / Math.max(1, load.answered());
  }

  @Override
  public double perSecond() {
    return load.perSecond();
  }

  @Override
  public SequencedMap<String, Double> figures() {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("perSecond", perSecond());
    figures.put("p50Micros", (double) load.latency().p50());
    figures.put("p99Micros", (double) load.latency().p99());
    figures.put("serverCpuMicrosEach", cpuMicrosEach());
    return figures;
  }

  /** How long answers took. */
  Latency latency() {
    return load.latency();
  }

  @Override
  public JsonObject toJson() {
    var cores = new JsonObject();
    new TreeMap<>(busyPercent).forEach((core, busy) -> cores.put("core" + core, busy));
    return load.toJson()
        .put("serverCpuSeconds", cpuSeconds)
        .put("serverCpuMicrosEach", cpuMicrosEach())
        .put("busyPercent", cores);
  }

  @Override
  public String toString() {
    return "%,9.0f/s  p50 %,6d us  p99 %,7d us  max %,8d us  %5.1f us of CPU each  busy %s%%  %d errors"
        .formatted(
            load.perSecond(),
            load.latency().p50(),
            load.latency().p99(),
            load.latency().max(),
            cpuMicrosEach(),
            busyPercent,
            load.errors());
  }
}
