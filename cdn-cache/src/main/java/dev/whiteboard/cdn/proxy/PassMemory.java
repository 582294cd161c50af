package dev.whiteboard.cdn.proxy;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Keys whose answers can't be kept, for a while: whoever asks for one does so at once, instead of
 * waiting for an answer that is for somebody else alone. For any thread.
 */
final class PassMemory {
  private final ConcurrentMap<String, Long> untilNanos = new ConcurrentHashMap<>();
  private final long rememberedNanos;
  private final int keysMax;
  private final LongSupplier nanos;

  PassMemory(Duration remembered, int keysMax, LongSupplier nanos) {
    this.rememberedNanos = remembered.toNanos();
    this.keysMax = keysMax;
    this.nanos = nanos;
  }

  void remember(String key) {
    if (untilNanos.size() >= keysMax) {
      forgetSome();
    }
    untilNanos.put(key, nanos.getAsLong() + rememberedNanos);
  }

  void forget(String key) {
    untilNanos.remove(key);
  }

  boolean has(String key) {
    var until = untilNanos.get(key);
    if (until == null) {
      return false;
    }
    if (until - nanos.getAsLong() > 0) {
      return true;
    }
    untilNanos.remove(key, until);
    return false;
  }

  /** What is over; or all of it, which costs some bursts a wait each. */
  private void forgetSome() {
    var now = nanos.getAsLong();
    untilNanos.values().removeIf(until -> until - now <= 0);
    if (untilNanos.size() >= keysMax) {
      untilNanos.clear();
    }
  }
}
