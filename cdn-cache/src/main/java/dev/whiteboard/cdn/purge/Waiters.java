package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Scheduler.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Requests of children that wait for their epoch to be applied here. Each has a deadline. */
final class Waiters {
  /** What comes on top goes past the cache at once. */
  private static final int COUNT_MAX = 10_000;

  private final Scheduler scheduler;
  private final Duration waitMax;
  private final NavigableMap<Long, Set<Waiter>> byEpoch = new TreeMap<>();
  private int count;

  Waiters(Scheduler scheduler, Duration waitMax) {
    this.scheduler = scheduler;
    this.waitMax = waitMax;
  }

  void add(long epoch, CompletableFuture<Boolean> caughtUp) {
    if (count == COUNT_MAX) {
      caughtUp.complete(false);
      return;
    }
    count++;
    var waiter = new Waiter(epoch, caughtUp);
    byEpoch.computeIfAbsent(epoch, _ -> new LinkedHashSet<>()).add(waiter);
    waiter.timer = scheduler.after(waitMax, () -> giveUp(waiter));
  }

  private void giveUp(Waiter waiter) {
    var ofEpoch = byEpoch.get(waiter.epoch);
    if (ofEpoch == null || !ofEpoch.remove(waiter)) {
      return;
    }
    count--;
    if (ofEpoch.isEmpty()) {
      byEpoch.remove(waiter.epoch);
    }
    waiter.caughtUp.complete(false);
  }

  /** All up to the watermark is applied. */
  void reached(long watermark) {
    while (!byEpoch.isEmpty() && byEpoch.firstKey() <= watermark) {
      var ready = byEpoch.pollFirstEntry().getValue();
      count -= ready.size();
      ready.forEach(Waiter::succeed);
    }
  }

  boolean isEmpty() {
    return byEpoch.isEmpty();
  }

  /** The highest epoch that is waited for; 0 for none. */
  long highest() {
    return byEpoch.isEmpty() ? 0 : byEpoch.lastKey();
  }

  /** One request. */
  private static final class Waiter {
    private final long epoch;
    private final CompletableFuture<Boolean> caughtUp;
    private Timer timer = () -> {};

    Waiter(long epoch, CompletableFuture<Boolean> caughtUp) {
      this.epoch = epoch;
      this.caughtUp = caughtUp;
    }

    void succeed() {
      timer.cancel();
      caughtUp.complete(true);
    }
  }
}
