package dev.whiteboard.cdn.analytics;

import dev.whiteboard.cdn.analytics.Served.Result;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one node has answered since it started. For any thread; recording takes no lock. */
public final class NodeCounts {
  private final Map<Result, LongAdder> results = new EnumMap<>(Result.class);

  /** Nothing yet. */
  public NodeCounts() {
    for (var result : Result.values()) {
      results.put(result, new LongAdder());
    }
  }

  /** Counts one. */
  public void record(Served served) {
    of(served.result()).increment();
  }

  /** Answers by where they came from, each kind, also where there was none. */
  public Map<String, Long> told() {
    var told = new LinkedHashMap<String, Long>();
    for (var result : Result.values()) {
      told.put(result.label(), of(result).sum());
    }
    return told;
  }

  private LongAdder of(Result result) {
    return Objects.requireNonNull(results.get(result));
  }
}
