package dev.whiteboard.cdn.analytics;

import dev.whiteboard.cdn.analytics.Served.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one node has answered since it started. For any thread; recording takes no lock. */
public final class NodeCounts {
  private final LongAdder[] results = new LongAdder[Result.values().length];

  /** Nothing yet. */
  public NodeCounts() {
    for (var i = 0; i < results.length; i++) {
      results[i] = new LongAdder();
    }
  }

  /** Counts one. */
  public void record(Served served) {
    results[served.result().ordinal()].increment();
  }

  /** Answers by where they came from, each kind, also where there was none. */
  public Map<String, Long> told() {
    var told = new LinkedHashMap<String, Long>();
    for (var result : Result.values()) {
      told.put(result.label(), results[result.ordinal()].sum());
    }
    return told;
  }
}
