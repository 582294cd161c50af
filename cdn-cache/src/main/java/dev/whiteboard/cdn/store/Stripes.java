package dev.whiteboard.cdn.store;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Some locks for any number of keys: who changes a key holds its lock, for a microsecond or so. */
final class Stripes {
  /** A power of two: few enough to pass them all with each purge. */
  private static final int LOCKS = 64;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Stripes() {
    Arrays.setAll(locks, _ -> new ReentrantLock());
  }

  /** Nobody else changes this key meanwhile. */
  <T> T holding(String key, Supplier<T> change) {
    return holding(of(key), change);
  }

  private static <T> T holding(ReentrantLock lock, Supplier<T> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }

  /** After it, each change that was under way when it began is done. */
  void pass() {
    for (var lock : locks) {
      holding(lock, () -> true);
    }
  }

  private ReentrantLock of(String key) {
    var hash = key.hashCode();
    return locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
  }
}
