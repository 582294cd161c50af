package dev.whiteboard.chat.presence;

import java.time.Duration;

/**
 * How long what lasts.
 *
 * @param lease who was not heard for so long is not there
 * @param grace who went is told to have gone after this
 */
public record PresenceTimes(Duration lease, Duration grace) {
  /** A lease is renewed once a part of this has passed. */
  private static final int PARTS = 3;

  /**
   * As it has to be.
   *
   * @throws IllegalArgumentException where a lease that is about to be renewed does not last out
   *     the grace
   */
  public PresenceTimes {
    if (lease.minus(lease.dividedBy(PARTS)).compareTo(grace) < 0) {
      throw new IllegalArgumentException("a lease of " + lease + " is too short for " + grace);
    }
  }

  /** For clients that are heard this often: 2.2 heartbeats, so that one may be lost. */
  public static PresenceTimes of(Duration heartbeat, Duration grace) {
    var lease = heartbeat.multipliedBy(22).dividedBy(10);
    var least = grace.multipliedBy(PARTS).dividedBy(PARTS - 1).plusMillis(1);
    return new PresenceTimes(lease.compareTo(least) < 0 ? least : lease, grace);
  }

  /** A lease is renewed no earlier than this after it was. */
  long renewAfterMs() {
    return lease.dividedBy(PARTS).toMillis();
  }
}
