package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.tier.Hop;
import dev.whiteboard.kit.metrics.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of a tier's nodes, in a registry. */
public final class TierMeters implements ProxyMeters {
  private final Map<Result, Counter> served = new EnumMap<>(Result.class);
  private final Map<Refusal.Kind, Counter> refused = new EnumMap<>(Refusal.Kind.class);
  private final Timer time;
  private final Counter coalesced;

  /**
   * Makes them, all at 0.
   *
   * @param tier the label: one of few
   */
  public TierMeters(MeterRegistry registry, String tier) {
    for (var result : Result.values()) {
      served.put(
          result,
          Counter.builder("cdn.requests")
              .description("Requests answered")
              .tag("tier", tier)
              .tag("result", label(result))
              .register(registry));
    }
    for (var kind : Refusal.Kind.values()) {
      refused.put(
          kind,
          Counter.builder("cdn.refused")
              .description("Requests and connections refused")
              .tag("tier", tier)
              .tag("reason", label(kind))
              .register(registry));
    }
    time =
        LatencyTimer.builder("cdn.request")
            .description("From the head of a request to the head of its answer")
            .tag("tier", tier)
            .register(registry);
    coalesced =
        Counter.builder("cdn.coalesced")
            .description("Requests that waited for an answer another asked for")
            .register(registry);
  }

  /** The same hop to the origin, counted; what is not sent, as the origin fails, is not. */
  public static Hop counted(Hop origin, MeterRegistry registry) {
    var requests =
        Counter.builder("cdn.origin.requests")
            .description("Requests to the origin")
            .register(registry);
    return (peer, request) -> {
      requests.increment();
      return origin.ask(peer, request);
    };
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  @SuppressWarnings("NullAway") // each has one
  public void served(Result result, long nanos) {
    served.get(result).increment();
    time.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  @SuppressWarnings("NullAway") // each has one
  public void refused(Refusal.Kind kind) {
    refused.get(kind).increment();
  }

  @Override
  public void coalesced() {
    coalesced.increment();
  }
}
