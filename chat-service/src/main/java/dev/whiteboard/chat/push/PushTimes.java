package dev.whiteboard.chat.push;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param after what a message waits for a device to acknowledge it; marks of large groups are
 *     written within 2 s, so less than that pushes to who is there
 * @param send what a push may take on its way out
 */
public record PushTimes(Duration after, Duration send) {
  /**
   * A quiet push ranks as an urgent one that is due so much later: urgent ones go before it that
   * are due until then, and no others. So no stream of urgent ones, however long, keeps it back for
   * good.
   */
  static final Duration HANDICAP = Duration.ofSeconds(30);

  /** A lease lasts as long as so many pushes that take all their time. */
  private static final int LEASE_SENDS = 3;

  /** How long a push is this node's that it has taken. */
  Duration lease() {
    return send.multipliedBy(LEASE_SENDS);
  }
}
