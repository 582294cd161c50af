package dev.whiteboard.cdn.tier;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** A node of a tier above, and what is known of how it does. For any thread. */
final class Member {
  /** A node that restarts refuses some at once; so many in a row without one answer mean more. */
  static final int FAILURES_MAX = 3;

  static final Duration PAUSE_MIN = Duration.ofMillis(250);
  static final Duration PAUSE_MAX = Duration.ofSeconds(4);

  /** Health checks in a row that fail until a node is taken for down: one alone may be lost. */
  static final int CHECKS_FAILED_MAX = 2;

  private final Peer peer;
  private final Breaker breaker;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger checksFailed = new AtomicInteger();

  Member(Peer peer, LongSupplier nanos) {
    this.peer = peer;
    this.breaker = new Breaker(nanos, FAILURES_MAX, PAUSE_MIN, PAUSE_MAX);
  }

  Peer peer() {
    return peer;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Whether its health checks pass. */
  boolean isHealthy() {
    return checksFailed.get() < CHECKS_FAILED_MAX;
  }

  /** How a health check went. One that passes closes the breaker too: the node is back. */
  void checked(boolean passed) {
    if (passed) {
      checksFailed.set(0);
      breaker.answered();
    } else {
      checksFailed.updateAndGet(failed -> Math.min(failed + 1, CHECKS_FAILED_MAX));
    }
  }

  int inFlight() {
    return inFlight.get();
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }
}
