package dev.whiteboard.cdn.analytics;

import dev.whiteboard.cdn.analytics.Served.Result;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
  @SuppressWarnings("NullAway") // each has one
  public void record(Served served) {
    results.get(served.result()).increment();
  }

  /** Answers by where they came from, each kind, also where there was none. */
  public Map<String, Long> told() {
    var told = new LinkedHashMap<String, Long>();
    results.forEach((result, count) -> told.put(result.label(), count.sum()));
    return told;
  }
}
