package dev.whiteboard.cdn.analytics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Meters that are of no single node. Labels are tiers: never what a client may choose. */
public final class CdnMeters {
  private final MeterRegistry registry;
  private final Timer invalidations;

  /** In this registry. */
  public CdnMeters(MeterRegistry registry) {
    this.registry = registry;
    this.invalidations =
        Timer.builder("cdn.invalidation")
            .description("From the acceptance of an invalidation until all nodes had applied it")
            .publishPercentileHistogram()
            .register(registry);
  }

  /** An invalidation has reached all nodes. */
  public void invalidated(Duration taken) {
    invalidations.record(taken);
  }

  /** What the nodes of a tier keep. */
  public void keeps(String tier, LongSupplier bytes) {
    Gauge.builder("cdn.cache.bytes", bytes, LongSupplier::getAsLong)
        .description("Bytes that nodes of a tier keep")
        .tag("tier", tier)
        .strongReference(true)
        .register(registry);
  }

  /** What bodies take outside of the heap, with those that are gone and not collected yet. */
  public void takesDirect(LongSupplier bytes) {
    Gauge.builder("cdn.cache.direct.bytes", bytes, LongSupplier::getAsLong)
        .description("Bytes that bodies take outside of the heap")
        .strongReference(true)
        .register(registry);
  }
}
