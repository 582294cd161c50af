package dev.whiteboard.cdn.resp;

import dev.whiteboard.kit.http.VirtualThreads;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes out what is over and nobody asks for, beside the event loops. However many entries there
 * are, it takes a tenth of one processor at most.
 */
final class Sweeper implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;

  /** So many times as long as it took, it then rests. */
  private static final int REST = 9;

  private final Vertx vertx;
  private final Keyspace keys;
  private final InstantSource clock;
  private final VirtualThreads threads = new VirtualThreads(2);
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final long timer;
  private volatile long restsUntilMillis;

  private Sweeper(Vertx vertx, Keyspace keys, InstantSource clock) {
    this.vertx = vertx;
    this.keys = keys;
    this.clock = clock;
    this.timer = vertx.setPeriodic(EVERY_MILLIS, _ -> beginUnlessUnderWay());
  }

  /** Sweeps from now on. */
  static Sweeper start(Vertx vertx, Keyspace keys, InstantSource clock) {
    return new Sweeper(vertx, keys, clock);
  }

  private void beginUnlessUnderWay() {
    if (clock.millis() >= restsUntilMillis && underWay.compareAndSet(false, true)) {
      threads.execute(this::sweep);
    }
  }

  private void sweep() {
    try {
      var startMillis = clock.millis();
      keys.sweep(startMillis);
      var endMillis = clock.millis();
      restsUntilMillis = endMillis + REST * (endMillis - startMillis);
    } finally {
      underWay.set(false);
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    threads.close();
  }
}
