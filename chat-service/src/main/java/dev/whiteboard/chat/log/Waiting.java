package dev.whiteboard.chat.log;

import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A draft that waits for its place.
 *
 * @param draft the draft
 * @param outcome what becomes of it; done already where nobody waits any more
 */
record Waiting(Draft draft, CompletableFuture<Appended> outcome) {
  /** What a draft takes besides its content, in bytes; measured, and rounded up. */
  private static final int OVERHEAD_BYTES = 1024;

  /** Of all drafts; those that are not needed any more go at once, which is nearly all of them. */
  private static final ScheduledExecutorService ALARMS = alarms();

  private static ScheduledExecutorService alarms() {
    var alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("log-alarms").factory());
    alarms.setRemoveOnCancelPolicy(true);
    return alarms;
  }

  /** Waits so long at most: past that its outcome is not known. */
  static Waiting within(Draft draft, Duration waitMax) {
    var outcome = new CompletableFuture<Appended>();
    var alarm =
        ALARMS.schedule(
            () ->
                outcome.completeExceptionally(
                    new StoreAwayException("a message was not kept in time")),
            waitMax.toMillis(),
            TimeUnit.MILLISECONDS);
    var _ = outcome.whenComplete((_, _) -> alarm.cancel(false));
    return new Waiting(draft, outcome);
  }

  /** The room that it takes, in bytes. */
  int bytes() {
    return OVERHEAD_BYTES + Contents.bytesMax(draft.content());
  }
}
