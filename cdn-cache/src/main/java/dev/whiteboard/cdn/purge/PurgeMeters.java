package dev.whiteboard.cdn.purge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * {@code cdn_invalidation_seconds}, from accepted to applied by all, and {@code
 * cdn_invalidation_strangers_total}, records of the log that are none of ours.
 */
public final class PurgeMeters {
  /** From a world in one process to a node that was away for a minute. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(150),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofMillis(800),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofMinutes(1),
  };

  private final Timer timer;
  private final Counter strangers;

  /** Registers the meters. */
  public PurgeMeters(MeterRegistry registry) {
    timer =
        Timer.builder("cdn.invalidation")
            .description("From an invalidation accepted to applied by all nodes")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    strangers =
        Counter.builder("cdn.invalidation.strangers")
            .description("Records of the log that are no invalidations, and were skipped")
            .register(registry);
  }

  /** A record of the log was skipped. */
  public void stranger() {
    strangers.increment();
  }

  /** All have applied one. */
  public void complete(Duration took) {
    timer.record(took);
  }
}
