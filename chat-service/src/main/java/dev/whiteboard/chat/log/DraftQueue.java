package dev.whiteboard.chat.log;

import dev.whiteboard.kit.run.Gathering;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drafts that wait for one writer, in the order in which they came; bounded in number and bytes. A
 * batch is what came while the one before it was kept, and no less than what comes within {@link
 * #GATHER} of its first.
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

  /** What the first draft of a batch waits for others; under load it has waited longer before. */
  static final Duration GATHER = Duration.ofMillis(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Gathering gathering;
  private long waitingBytes;
  private boolean closed;

  /** Without drafts. */
  DraftQueue() {
    this(GATHER);
  }

  /**
   * The same.
   *
   * @param gather what a draft waits for others
   */
  DraftQueue(Duration gather) {
    this.gathering = new Gathering(gather);
  }

  /** Takes one in; false where there is no room, or the queue is closed. */
  boolean offer(Waiting draft) {
    lock.lock();
    try {
      var fits = waiting.size() < WAITING_MAX && waitingBytes + draft.bytes() <= WAITING_BYTES_MAX;
      if (closed || !fits) {
        return false;
      }
      if (waiting.isEmpty()) {
        gathering.begin();
        changed.signal();
      }
      waiting.add(draft);
      waitingBytes += draft.bytes();
      if (isFull()) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return waiting.size() >= BATCH_MAX || waitingBytes >= BATCH_BYTES_MAX;
  }

  /**
   * Waits for a draft, and for others to go with it, and takes all that wait by then, up to a
   * batch; empty only where the queue is closed and nothing is left.
   */
  List<Waiting> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      var left = gathering.leftNanos();
      while (left > 0 && !isFull() && !closed) {
        left = changed.awaitNanos(left);
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
