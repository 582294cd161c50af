package dev.whiteboard.chat.log;

import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

  /** Waits so long at most: past that its outcome is not known. */
  static Waiting within(Draft draft, Duration waitMax) {
    var outcome = new CompletableFuture<Appended>();
    CompletableFuture.delayedExecutor(waitMax.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          if (!outcome.isDone()) {
            outcome.completeExceptionally(new StoreAwayException("a message was not kept in time"));
          }
        });
    return new Waiting(draft, outcome);
  }

  /** The room that it takes, in bytes. */
  int bytes() {
    return OVERHEAD_BYTES + Contents.bytesMax(draft.content());
  }
}
