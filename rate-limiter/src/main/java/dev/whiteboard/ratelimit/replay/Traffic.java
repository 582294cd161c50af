package dev.whiteboard.ratelimit.replay;

import java.util.List;

/**
 * Requests of one client, each for one permit, at moments that count from 0.
 *
 * @param arrivalsMs when each arrives, in the order of arrival
 * @param holdMs how long one that is admitted is worked on: it counts where those at the same time
 *     are limited
 */
public record Traffic(List<Integer> arrivalsMs, int holdMs) {
  /** The most arrivals: some milliseconds of work for an algorithm. */
  public static final int ARRIVALS_MAX = 2_000;

  /** The last moment, and the longest hold. */
  public static final int HORIZON_MS_MAX = 600_000;

  /**
   * Traffic that can be replayed.
   *
   * @throws IllegalArgumentException naming what is out of its bounds, or out of order
   */
  public Traffic {
    arrivalsMs = List.copyOf(arrivalsMs);
    if (arrivalsMs.size() > ARRIVALS_MAX) {
      throw new IllegalArgumentException("arrivalsMs: at most " + ARRIVALS_MAX + " entries");
    }
    if (holdMs < 1 || holdMs > HORIZON_MS_MAX) {
      throw new IllegalArgumentException("holdMs: from 1 to " + HORIZON_MS_MAX);
    }
    requireInOrder(arrivalsMs);
  }

  private static void requireInOrder(List<Integer> arrivalsMs) {
    int last = 0;
    for (int at : arrivalsMs) {
      if (at < last || at > HORIZON_MS_MAX) {
        throw new IllegalArgumentException(
            "arrivalsMs: must rise from 0 to %d, but after %d comes %d"
                .formatted(HORIZON_MS_MAX, last, at));
      }
      last = at;
    }
  }
}
