package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.link.Links.Insertion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gathers links that are made at the same time by many, and commits them together: a batch is
 * whatever came in while the batch before it was committed.
 */
final class GroupCommit implements AutoCloseable {
  /*
   * A commit waits for the disk, and a disk can be waited for a few hundred times a second. One
   * commit for each link makes a few hundred links a second, however many connections there are to
   * make them on; and 64 connections that commit at once keep two processors busy with switching
   * between them. So a link waits for company, but never for nothing: where nobody else is there,
   * it goes alone and at once. With 64 clients a batch grows to some dozens by itself, and to
   * BATCH_MAX under more.
   *
   *   request ──┐
   *   request ──┼─▸ waiting ─▸ writer: take all that wait ─▸ one transaction ─▸ tell each ─┐
   *   request ──┘                ▴─────────────────────────────────────────────────────────┘
   */

  /** Links in one transaction, as many as one notification announces. */
  private static final int BATCH_MAX = 200;

  /** Links waiting for their batch: more than requests are let in at a time. */
  private static final int WAITING_MAX = 2_000;

  /** Below the deadline of the request that waits, and above the store's own deadlines. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(7);

  /** Each with a transaction of its own: one works while the other waits for the disk. */
  private static final int WRITERS = 2;

  private final BatchInserts inserts;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Thread> writers = new ArrayList<>();

  private record Waiting(NewLink link, CompletableFuture<Insertion> outcome) {}

  /** Starts to wait for links, to keep them here. */
  GroupCommit(BatchInserts inserts) {
    this.inserts = inserts;
    for (var i = 1; i <= WRITERS; i++) {
      writers.add(Thread.ofVirtual().name("link-writer-" + i).start(this::write));
    }
  }

  /**
   * Keeps a link; blocks until it is kept, or is not.
   *
   * @throws StoreAwayException where that is not known in time; the link may be there or not
   */
  Insertion insert(NewLink link) {
    var ours = new Waiting(link, new CompletableFuture<>());
    if (!waiting.offer(ours)) {
      throw new StoreAwayException("too many links are waiting to be kept");
    }
    try {
      return ours.outcome.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw giveUp(ours, "a link was not kept in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw giveUp(ours, "interrupted while a link was being kept");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer completes normally or not at all", e);
    }
  }

  /** Ends the writers; call when nobody makes links any more. */
  @Override
  public void close() {
    writers.forEach(Thread::interrupt);
  }

  private StoreAwayException giveUp(Waiting ours, String reason) {
    var _ = ours.outcome.cancel(false); // still waiting, it is passed over
    return new StoreAwayException(reason);
  }

  private void write() {
    var batch = new ArrayList<Waiting>(BATCH_MAX);
    try {
      while (true) {
        batch.add(waiting.take());
        var _ = waiting.drainTo(batch, BATCH_MAX - 1);
        batch.removeIf(link -> link.outcome.isDone());
        keep(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void keep(List<Waiting> batch) {
    var outcomes = inserts.insert(batch.stream().map(Waiting::link).toList());
    for (var i = 0; i < batch.size(); i++) {
      batch.get(i).outcome.complete(outcomes.get(i));
    }
  }
}
