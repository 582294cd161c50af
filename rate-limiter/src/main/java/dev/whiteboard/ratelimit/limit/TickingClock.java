package dev.whiteboard.ratelimit.limit;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads another clock now and then, and says what it read until the next time. To ask it costs a
 * nanosecond, where reading the processor's clock takes two thirds of a whole decision.
 *
 * <p>In exchange it is behind: by up to its period, and by more where its thread is not given a
 * processor in time. It never goes ahead, so nobody is admitted before his time. But when it
 * catches up, a stretch of time can hold the permits of as much more as it was behind: at 1 ms and
 * a limit by the second, one permit in a thousand.
 */
public final class TickingClock implements NanoClock, AutoCloseable {
  private final NanoClock source;
  private final ScheduledExecutorService ticks;
  private volatile long nanos;

  private TickingClock(NanoClock source) {
    this.source = source;
    this.nanos = source.nanos();
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ticking-clock").daemon().factory());
  }

  /**
   * A clock that ticks, on a thread of its own.
   *
   * @param source what it reads
   * @param period how often; 1 ms costs some 1 % of one processor
   */
  public static TickingClock start(NanoClock source, Duration period) {
    var clock = new TickingClock(source);
    var _ =
        clock.ticks.scheduleAtFixedRate(
            clock::tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return clock;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** It stands still from now on. */
  @Override
  public void close() {
    ticks.shutdownNow();
  }

  private void tick() {
    nanos = source.nanos();
  }
}
