package dev.whiteboard.chat.log;

import dev.whiteboard.kit.store.StoreAwayException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps batches of drafts that somebody waits for, and tells what became of each. */
final class BatchKeeper {
  private static final Logger log = LoggerFactory.getLogger(BatchKeeper.class);

  private final BatchStore store;
  private final CommittedListener listener;

  /**
   * Keeps them there.
   *
   * @param listener is told of what is kept
   */
  BatchKeeper(BatchStore store, CommittedListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /** Keeps a batch. Blocks; every draft of it has its outcome then. */
  void keep(List<Waiting> batch) {
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
