package dev.whiteboard.chat.log;

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
  private final BatchStore store;
  private final CommittedListener listener;
  private final Thread thread;

  /** Starts to wait for drafts. */
  BatchWriter(String name, BatchStore store, CommittedListener listener) {
    this.store = store;
    this.listener = listener;
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
    try {
      if (!thread.join(CLOSE_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
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
      keep(stillWaiting(batch));
    } catch (Error e) {
      log.atError().setCause(e).log("a batch of messages could not be kept");
      fail(batch, new StoreAwayException("an error ended the batch"));
    }
  }

  private static List<Waiting> stillWaiting(List<Waiting> batch) {
    return batch.stream().filter(draft -> !draft.outcome().isDone()).toList();
  }

  private void keep(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      tell(batch, store.keep(batch.stream().map(Waiting::draft).toList()));
    } catch (StoreAwayException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      keepHalves(batch, e);
    }
  }

  /** Down to the one draft that is to blame: of n drafts it costs 2 log2(n) transactions more. */
  private void keepHalves(List<Waiting> batch, RuntimeException failure) {
    if (batch.size() == 1) {
      log.atError().setCause(failure).log("a message can't be kept");
      fail(batch, failure);
      return;
    }
    var middle = batch.size() / 2;
    keep(batch.subList(0, middle));
    keep(batch.subList(middle, batch.size()));
  }

  private void tell(List<Waiting> batch, BatchStore.Kept kept) {
    for (var i = 0; i < batch.size(); i++) {
      batch.get(i).outcome().complete(kept.outcomes().get(i));
    }
    if (!kept.messages().isEmpty()) {
      tellListener(kept.messages());
    }
  }

  /** They are kept, whatever it makes of them. */
  private void tellListener(List<Message> messages) {
    try {
      listener.committed(messages);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("who listens to the log failed");
    }
  }

  private static void fail(List<Waiting> batch, RuntimeException failure) {
    batch.forEach(draft -> draft.outcome().completeExceptionally(failure));
  }
}
