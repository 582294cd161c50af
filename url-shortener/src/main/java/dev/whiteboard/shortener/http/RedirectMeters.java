package dev.whiteboard.shortener.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code shortener_redirects_total} and {@code shortener_redirect_seconds}. */
public final class RedirectMeters {
  /** From a hit in memory to the 100 ms that the interview allows. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(25_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
  };

  private final Counter redirected;
  private final Counter unknown;
  private final Counter gone;
  private final Counter unavailable;
  private final Counter limited;
  private final Timer timer;

  /** Registers the meters. */
  public RedirectMeters(MeterRegistry registry) {
    redirected = counter(registry, "redirected");
    unknown = counter(registry, "unknown");
    gone = counter(registry, "gone");
    unavailable = counter(registry, "unavailable");
    limited = counter(registry, "limited");
    timer =
        Timer.builder("shortener.redirect")
            .description("From a redirect's request read to its answer written")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  void redirected(long startedNanos) {
    end(redirected, startedNanos);
  }

  void unknown(long startedNanos) {
    end(unknown, startedNanos);
  }

  void gone(long startedNanos) {
    end(gone, startedNanos);
  }

  void unavailable(long startedNanos) {
    end(unavailable, startedNanos);
  }

  void limited(long startedNanos) {
    end(limited, startedNanos);
  }

  private void end(Counter outcome, long startedNanos) {
    outcome.increment();
    timer.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("shortener.redirects")
        .description("Redirects asked for, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }
}
