package dev.whiteboard.chat.log;

import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what waits in one queue batch after batch, keeps it, and tells what became of it. */
final class BatchWriter implements AutoCloseable {
  /** What still waits at the end is kept within this, or fails. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

  private final DraftQueue queue = new DraftQueue();
  private final BatchKeeper keeper;
  private final Thread thread;

  /** Starts to wait for drafts. */
  BatchWriter(String name, BatchKeeper keeper) {
    this.keeper = keeper;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Takes a draft in; one that finds no room fails at once. */
  void accept(Waiting draft) {
    if (!queue.offer(draft)) {
      draft
          .outcome()
          .completeExceptionally(new StoreAwayException("too many messages wait to be kept"));
    }
  }

  /** Takes nobody in any more. */
  void beginClose() {
    queue.close();
  }

  /** Keeps what waits, and ends. */
  @Override
  public void close() {
    beginClose();
    Ending.await(thread, CLOSE_MAX);
  }

  private void run() {
    try {
      for (var batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        keepGuarded(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** The writer outlives an error too: nobody else would write the messages of its chats. */
  private void keepGuarded(List<Waiting> batch) {
    try {
      keeper.keep(stillWaiting(batch));
    } catch (Error e) {
      log.atError().setCause(e).log("a batch of messages could not be kept");
      var failure = new StoreAwayException("an error ended the batch");
      batch.forEach(draft -> draft.outcome().completeExceptionally(failure));
    }
  }

  private static List<Waiting> stillWaiting(List<Waiting> batch) {
    return batch.stream().filter(draft -> !draft.outcome().isDone()).toList();
  }
}
