package dev.whiteboard.cdn.tier;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when to ask somebody is of no use.
 *
 * <pre>
 *          failures in a row                pause is over: one probe
 *   closed ─────────────────▶ open ─────────────────────────────▶ half open
 *     ▲                         ▲                                    │    │
 *     │                         └── it fails: the pause doubles ─────┘    │
 *     └──────────────────────── any answer ───────────────────────────────┘
 * </pre>
 *
 * <p>The probe is the next real request. A probe whose end is never told, as its client has left,
 * counts as failed after the longest pause. For any thread; a request that goes well reads two
 * fields and writes none.
 */
final class Breaker {
  private final LongSupplier nanos;
  private final int failuresMax;
  private final long pauseMinNanos;
  private final long pauseMaxNanos;
  private volatile boolean open;
  private volatile int failures;
  private boolean probing;
  private long pauseNanos;
  private long probeAtNanos;

  Breaker(LongSupplier nanos, int failuresMax, Duration pauseMin, Duration pauseMax) {
    this.nanos = nanos;
    this.failuresMax = failuresMax;
    this.pauseMinNanos = pauseMin.toNanos();
    this.pauseMaxNanos = pauseMax.toNanos();
  }

  /** Asks for leave. How it went is told by {@link #answered} or {@link #failed}. */
  boolean enter() {
    return !open || probe();
  }

  private synchronized boolean probe() {
    if (!open) {
      return true;
    }
    var now = nanos.getAsLong();
    if (now - probeAtNanos < 0) {
      return false;
    }
    probing = true;
    probeAtNanos = now + pauseMaxNanos;
    return true;
  }

  /** There was an answer, whoever asked. */
  void answered() {
    if (open || failures > 0) {
      close();
    }
  }

  private synchronized void close() {
    open = false;
    probing = false;
    failures = 0;
  }

  /** There was none. */
  synchronized void failed() {
    if (open && probing) {
      pause(Math.min(2 * pauseNanos, pauseMaxNanos));
    } else if (!open && ++failures >= failuresMax) {
      open = true;
      pause(pauseMinNanos);
    }
  }

  private void pause(long length) {
    probing = false;
    pauseNanos = length;
    probeAtNanos = nanos.getAsLong() + length;
  }

  /** Whether it stops requests, but for a probe. */
  boolean isOpen() {
    return open;
  }
}
