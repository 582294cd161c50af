package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Gathers what many want to keep at the same time, and commits it together: a batch is whatever
 * came in while the batch before it was committed.
 *
 * @param <E> what is kept: a link, or the claim of its key
 * @param <R> what came of it
 */
final class GroupCommit<E, R> implements AutoCloseable {
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

  /** Of them in one transaction, as many as one notification announces links. */
  private static final int BATCH_MAX = 200;

  /** Of them waiting for their batch: more than requests are let in at a time. */
  private static final int WAITING_MAX = 2_000;

  /** Below the deadline of the request that waits, and above the store's own deadlines. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(7);

  /** Each with a transaction of its own: one works while the other waits for the disk. */
  private static final int WRITERS = 2;

  private final String what;
  private final Function<List<E>, List<R>> commit;
  private final BlockingQueue<Waiting<E, R>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Thread> writers = new ArrayList<>();

  private record Waiting<E, R>(E one, CompletableFuture<R> outcome) {}

  /**
   * Starts to wait for something to keep.
   *
   * @param what one of them, for logs: {@code link}
   * @param commit keeps a batch; returns what came of each, in their order
   */
  GroupCommit(String what, Function<List<E>, List<R>> commit) {
    this.what = what;
    this.commit = commit;
    for (var i = 1; i <= WRITERS; i++) {
      writers.add(Thread.ofVirtual().name(what + "-writer-" + i).start(this::write));
    }
  }

  /**
   * Keeps one; blocks until it is kept, or is not.
   *
   * @throws StoreAwayException where that is not known in time; it may be there or not
   * @throws RuntimeException as the commit of its batch did
   */
  R keep(E one) {
    var ours = new Waiting<E, R>(one, new CompletableFuture<>());
    if (!waiting.offer(ours)) {
      throw new StoreAwayException("too many are waiting, to keep a " + what);
    }
    try {
      return ours.outcome.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw giveUp(ours, "not kept in time, a " + what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw giveUp(ours, "interrupted, keeping a " + what);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e);
    }
  }

  /** Ends the writers; call when nobody keeps anything any more. */
  @Override
  public void close() {
    writers.forEach(Thread::interrupt);
  }

  private StoreAwayException giveUp(Waiting<E, R> ours, String reason) {
    var _ = ours.outcome.cancel(false); // still waiting, it is passed over
    return new StoreAwayException(reason);
  }

  private void write() {
    var batch = new ArrayList<Waiting<E, R>>(BATCH_MAX);
    try {
      while (true) {
        batch.add(waiting.take());
        var _ = waiting.drainTo(batch, BATCH_MAX - 1);
        batch.removeIf(one -> one.outcome.isDone());
        commit(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void commit(List<Waiting<E, R>> batch) {
    try {
      var outcomes = commit.apply(batch.stream().map(Waiting::one).toList());
      for (var i = 0; i < batch.size(); i++) {
        batch.get(i).outcome.complete(outcomes.get(i));
      }
    } catch (RuntimeException e) {
      batch.forEach(one -> one.outcome.completeExceptionally(e));
    }
  }
}
