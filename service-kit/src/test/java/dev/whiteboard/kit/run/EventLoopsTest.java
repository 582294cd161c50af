package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventLoopsTest {
  private static final Duration STALL = Duration.ofMillis(400);

  @Test
  void open_withARegistry_eachLoopIsTimed() throws Exception {
    try (var metrics = new Metrics();
        var _ = EventLoops.open(metrics.registry())) {
      await()
          .untilAsserted(() ->
              assertThat(lags(metrics.registry()))
                  .hasSize(EventLoops.COUNT)
                  .allMatch(lag -> lag.count() > 0));
    }
  }

  /** Four probes were due meanwhile, and each came late by another time. */
  @Test
  void loop_standsStill_isLateByThat_withAllThatWasDueMeanwhile() throws Exception {
    try (var metrics = new Metrics();
        var loops = EventLoops.open(metrics.registry())) {
      loops.vertx().runOnContext(_ -> computeFor(STALL));

      await()
          .untilAsserted(() ->
              assertThat(lags(metrics.registry()))
                  .anySatisfy(lag -> {
                    assertThat(lag.max(TimeUnit.MILLISECONDS)).isGreaterThan(250);
                    assertThat(lag.totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(500);
                  }));
    }
  }

  private static Collection<Timer> lags(MeterRegistry registry) {
    return registry.get("event.loop.lag").timers();
  }

  private static void computeFor(Duration time) {
    var startedNanos = System.nanoTime();
    while (System.nanoTime() - startedNanos < time.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
