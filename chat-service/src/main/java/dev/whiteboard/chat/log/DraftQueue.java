package dev.whiteboard.chat.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drafts that wait for one writer, in the order in which they came; bounded in number and bytes.
 */
final class DraftQueue {
  /** Drafts that wait: some seconds of a writer's work. */
  static final int WAITING_MAX = 4096;

  /** What they take, so that a few large ones don't take the heap. */
  static final int WAITING_BYTES_MAX = 16 * 1024 * 1024;

  /** Drafts in one batch: past this a batch gains nothing and makes its first wait for its last. */
  static final int BATCH_MAX = 256;

  /** Their bytes, of which at least one draft is always taken. */
  static final int BATCH_BYTES_MAX = 1024 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;

  /** Takes one in; false where there is no room, or the queue is closed. */
  boolean offer(Waiting draft) {
    lock.lock();
    try {
      var fits = waiting.size() < WAITING_MAX && waitingBytes + draft.bytes() <= WAITING_BYTES_MAX;
      if (closed || !fits) {
        return false;
      }
      waiting.add(draft);
      waitingBytes += draft.bytes();
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a draft, and takes all that wait by then, up to a batch; empty only where the queue
   * is closed and nothing is left.
   */
  List<Waiting> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      return batch();
    } finally {
      lock.unlock();
    }
  }

  private List<Waiting> batch() {
    var batch = new ArrayList<Waiting>();
    var bytes = 0L;
    var next = waiting.peek();
    while (next != null
        && batch.size() < BATCH_MAX
        && (batch.isEmpty() || bytes + next.bytes() <= BATCH_BYTES_MAX)) {
      bytes += next.bytes();
      batch.add(waiting.remove());
      next = waiting.peek();
    }
    waitingBytes -= bytes;
    return batch;
  }

  /** Lets nobody in any more; what is in can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
