package dev.whiteboard.cdn.analytics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The meters of the CDN. Labels are tiers and results: never what a client may choose. */
public final class CdnMeters {
  private final MeterRegistry registry;
  private final Counter originRequests;
  private final Counter coalesced;
  private final Timer invalidations;

  /** In this registry. */
  public CdnMeters(MeterRegistry registry) {
    this.registry = registry;
    this.originRequests =
        Counter.builder("cdn.origin.requests")
            .description("Requests that went to an origin")
            .register(registry);
    this.coalesced =
        Counter.builder("cdn.coalesced")
            .description("Requests that had the answer that another one asked for")
            .register(registry);
    this.invalidations =
        Timer.builder("cdn.invalidation")
            .description("From the acceptance of an invalidation until all nodes had applied it")
            .publishPercentileHistogram()
            .register(registry);
  }

  /** A node has answered. */
  public void served(Served served) {
    Counter.builder("cdn.requests")
        .description("Requests that nodes have answered")
        .tag("tier", served.tier())
        .tag("result", served.result().label())
        .register(registry)
        .increment();
    Timer.builder("cdn.request")
        .description("From a request's head to the end of its answer")
        .tag("tier", served.tier())
        .publishPercentileHistogram()
        .register(registry)
        .record(served.nanos(), TimeUnit.NANOSECONDS);
  }

  /** A request goes to an origin. */
  public void originAsked() {
    originRequests.increment();
  }

  /** A request has the answer that another one asked for. */
  public void coalesced() {
    coalesced.increment();
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
}
