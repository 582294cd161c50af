package dev.whiteboard.kit.run;

import dev.whiteboard.kit.metrics.LatencyTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop runs what is due: a probe of which it runs ten in a second.
 *
 * <p>A handler that blocks, or computes for long, holds up all connections of its loop. Timers of
 * requests hardly show it: those that wait have not been read yet, and their time has not begun.
 *
 * <p>A late probe does not put off the next one. After a loop stood still for a second, ten of them
 * run at once, each as late as a request of its moment is. With one only, the worst second would
 * count as much as any good tenth of one.
 */
final class LoopLag implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final Timer timer;

  /** When the next probe is due. Only the loop looks at it. */
  private long dueNanos;

  private LoopLag(Timer timer) {
    this.timer = timer;
    this.dueNanos = System.nanoTime() + EVERY.toNanos();
  }

  /** Times each loop, until it ends. */
  static void watch(Vertx vertx, MeterRegistry registry) {
    var number = 0;
    for (var loop : ((VertxInternal) vertx).eventLoopGroup()) {
      var timer =
          LatencyTimer.builder("event.loop.lag")
              .description("How much later than due an event loop runs a task")
              .tag("loop", Integer.toString(number++))
              .register(registry);
      var probe = new LoopLag(timer);
      var _ =
          loop.scheduleAtFixedRate(probe, EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void run() {
    timer.record(System.nanoTime() - dueNanos, TimeUnit.NANOSECONDS);
    dueNanos += EVERY.toNanos();
  }
}
