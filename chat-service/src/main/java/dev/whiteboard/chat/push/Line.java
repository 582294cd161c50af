package dev.whiteboard.chat.push;

import dev.whiteboard.chat.push.RankQueue.Handle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pushes that this node has taken and that wait for a sender, the first in rank first.
 *
 * <p>For any thread. What is urgent and comes while all senders are busy goes before what is quiet
 * and came first.
 */
final class Line {
  private final int max;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition roomMade = lock.newCondition();

  // Guarded by the lock.
  private final RankQueue<Taken> queue = new RankQueue<>();

  /** In the order in which they were taken, and so in which their leases end. */
  private final Deque<Lot> lots = new ArrayDeque<>();

  private boolean closed;

  /** What was taken at once. */
  private record Lot(long endNanos, List<Handle<Taken>> handles) {}

  /**
   * An empty one.
   *
   * @param max how many may wait
   */
  Line(int max) {
    this.max = max;
  }

  /** How many find room. Waits for it, for so long at most. */
  int awaitRoom(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      var leftNanos = wait.toNanos();
      while (queue.size() == max && !closed && leftNanos > 0) {
        leftNanos = roomMade.awaitNanos(leftNanos);
      }
      return max - queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds what was taken at once.
   *
   * @throws IllegalStateException where there is no room; see {@link #awaitRoom}
   */
  void add(Collection<Taken> taken) {
    if (taken.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (queue.size() + taken.size() > max) {
        throw new IllegalStateException("no room for " + taken.size() + " in " + max);
      }
      var handles = taken.stream().map(each -> queue.add(each.rank(), each)).toList();
      lots.add(new Lot(taken.iterator().next().leaseEndNanos(), handles));
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first in rank, once there is one; empty at the end. */
  Optional<Taken> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.size() == 0 && !closed) {
        filled.await();
      }
      roomMade.signal();
      return closed ? Optional.empty() : queue.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes room of those whose lease has ended: others may have them by now. */
  void dropEnded(long nowNanos) {
    lock.lock();
    try {
      for (var lot = lots.peek(); lot != null && isOver(lot, nowNanos); lot = lots.peek()) {
        lot.handles.forEach(queue::remove);
        lots.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Lot lot, long nowNanos) {
    return lot.endNanos - nowNanos <= 0 || lot.handles.stream().noneMatch(queue::contains);
  }

  /** Ends it; what still waited comes back. */
  List<Taken> close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      roomMade.signalAll();
      var left = new ArrayList<Taken>();
      for (var each = queue.poll(); each.isPresent(); each = queue.poll()) {
        left.add(each.get());
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
