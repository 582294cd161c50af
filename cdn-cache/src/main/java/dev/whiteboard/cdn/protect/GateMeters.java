package dev.whiteboard.cdn.protect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** {@code cdn_refused_total}, by reason. All are there from the start, so a refusal makes none. */
public final class GateMeters {
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  /** Registers the counters. Those of several nodes in one process are the same. */
  public GateMeters(MeterRegistry registry) {
    for (var reason : Reason.values()) {
      refused.put(
          reason,
          Counter.builder("cdn.refused")
              .description("Requests and connections that were refused")
              .tag("reason", reason.text())
              .register(registry));
    }
  }

  /** Counts one. */
  public void refused(Reason reason) {
    var counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
