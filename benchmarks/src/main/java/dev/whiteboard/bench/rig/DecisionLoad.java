package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.Deadline;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run of questions to one {@link Decider}, and what came of them.
 *
 * <p>Closed: so many are under way, the next is asked when one is answered. Open: they are asked at
 * a fixed rate, whatever comes back, and time counts from when each was due. Time spent on what
 * fails counts too, so that time-outs don't make a decider look fast.
 */
final class DecisionLoad {
  /** Under way in an open loop: beyond them a question counts as failed, and is not asked. */
  private static final int UNDER_WAY_MAX = 10_000;

  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(10);

  /** Who failed asks again a little later: a decider that fails at once would be asked for ever. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

  private final Decider decider;
  private final List<String> keys;
  private final Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
  private final LongAdder answered = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final long startNanos = System.nanoTime();
  private final long endNanos;

  private DecisionLoad(Decider decider, List<String> keys, Duration time) {
    this.decider = decider;
    this.keys = keys;
    this.endNanos = startNanos + time.toNanos();
  }

  /**
   * What was seen.
   *
   * @param load all answers, denials among them; errors are failures and time-outs
   * @param denied how many were denied
   */
  record Seen(LoadResult load, long denied) {
    JsonObject toJson() {
      return load.toJson().put("denied", denied);
    }

    @Override
    public String toString() {
      return "%,9.0f/s  p50 %,7d us  p99 %,8d us  max %,8d us  %,d denied  %,d errors"
          .formatted(
              load.perSecond(),
              load.latency().p50(),
              load.latency().p99(),
              load.latency().max(),
              denied,
              load.errors());
    }
  }

  /** Asks with so many under way. */
  static Seen closed(Decider decider, List<String> keys, int inFlight, Duration time) {
    var run = new DecisionLoad(decider, keys, time);
    for (var i = 0; i < inFlight; i++) {
      run.underWay.incrementAndGet();
      run.askInTurn();
    }
    return run.toEnd();
  }

  /** Asks at a fixed rate. */
  static Seen open(Decider decider, List<String> keys, int perSecond, Duration time) {
    var run = new DecisionLoad(decider, keys, time);
    var count = perSecond * time.toMillis() / 1_000;
    for (var i = 0L; i < count; i++) {
      var dueNanos = run.startNanos + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      awaitUntil(dueNanos);
      run.askDue(dueNanos);
    }
    return run.toEnd();
  }

  private static void awaitUntil(long dueNanos) {
    for (var left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void askDue(long dueNanos) {
    if (underWay.get() >= UNDER_WAY_MAX) {
      failed.increment();
      return;
    }
    underWay.incrementAndGet();
    var _ =
        decider
            .ask(nextKey())
            .whenComplete((admitted, failure) -> {
              note(admitted, failure, dueNanos);
              underWay.decrementAndGet();
            });
  }

  private void askInTurn() {
    var sentNanos = System.nanoTime();
    if (sentNanos >= endNanos) {
      underWay.decrementAndGet();
      return;
    }
    var _ =
        decider
            .ask(nextKey())
            .whenComplete((admitted, failure) -> {
              note(admitted, failure, sentNanos);
              if (failure == null) {
                askInTurn();
              } else {
                LATER.execute(this::askInTurn);
              }
            });
  }

  private String nextKey() {
    return keys.get((next.getAndIncrement() & Integer.MAX_VALUE) % keys.size());
  }

  private void note(@Nullable Boolean admitted, @Nullable Throwable failure, long sinceNanos) {
    micros.recordValue((System.nanoTime() - sinceNanos) / 1_000);
    if (failure != null) {
      failed.increment();
    } else if (!Boolean.TRUE.equals(admitted)) {
      denied.increment();
    }
    if (failure == null) {
      answered.increment();
    }
  }

  private Seen toEnd() {
    var _ = Deadline.after(LAST_ANSWERS_MAX).await(() -> underWay.get() == 0);
    var seconds = (Math.max(System.nanoTime(), endNanos) - startNanos) / 1e9;
    var load =
        new LoadResult(answered.sum(), failed.sum() + underWay.get(), seconds, Latency.of(micros));
    return new Seen(load, denied.sum());
  }
}
