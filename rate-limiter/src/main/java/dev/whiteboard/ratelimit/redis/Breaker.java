package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.NanoClock;

/**
 * Knows when asking is of no use.
 *
 * <pre>
 *            20 failures in a row                pause is over: one probe
 *   closed ─────────────────────────▶ open ─────────────────────────────▶ half open
 *     ▲                                 ▲                                    │    │
 *     │                                 └── it fails: the pause doubles ─────┘    │
 *     └──────────────────────────── any answer ──────────────────────────────────┘
 * </pre>
 *
 * <p>The probe is the next real request, so there is nothing to ask by where nobody asks. Safe for
 * many threads; a request that goes well reads two fields and writes none.
 */
final class Breaker {
  /** One slow moment of the server, such as a fork, fails a few; so many in a row mean more. */
  static final int FAILURES_MAX = 20;

  /** As short as a failover may be. */
  static final long PAUSE_MIN_NANOS = 50_000_000;

  /** The longest that a server that is back is not noticed. */
  static final long PAUSE_MAX_NANOS = 1_000_000_000;

  private final NanoClock clock;
  private volatile boolean open;
  private volatile int failures;
  private boolean probing;
  private long pauseNanos;
  private long probeAtNanos;

  Breaker(NanoClock clock) {
    this.clock = clock;
  }

  /** What a request may do. */
  enum Pass {
    /** Go on. */
    GO,

    /** Go on; others wait for how it goes. */
    PROBE,

    /** Fail at once. */
    STOP
  }

  /** Asks for leave. How it went must be told by {@link #answered} or {@link #failed}. */
  Pass enter() {
    return open ? probeOrStop() : Pass.GO;
  }

  private synchronized Pass probeOrStop() {
    if (!open) {
      return Pass.GO;
    }
    if (probing || clock.nanos() - probeAtNanos < 0) {
      return Pass.STOP;
    }
    probing = true;
    return Pass.PROBE;
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
  synchronized void failed(Pass pass) {
    if (pass == Pass.PROBE) {
      pause(Math.min(2 * pauseNanos, PAUSE_MAX_NANOS));
    } else if (!open && ++failures >= FAILURES_MAX) {
      open = true;
      pause(PAUSE_MIN_NANOS);
    }
  }

  private void pause(long nanos) {
    probing = false;
    pauseNanos = nanos;
    probeAtNanos = clock.nanos() + nanos;
  }

  /** Whether it stops requests. */
  boolean isOpen() {
    return open;
  }
}
