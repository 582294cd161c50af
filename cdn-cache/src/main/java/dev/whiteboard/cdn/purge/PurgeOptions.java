package dev.whiteboard.cdn.purge;

import java.time.Duration;

/**
 * How a node takes part.
 *
 * @param acknowledged whether what is sent is acknowledged, and sent again where it is not; off in
 *     simulations alone, to show what comes of it
 * @param exchanged whether nodes compare what they have applied; off in simulations alone
 * @param exchangeEvery how often they do
 * @param currentFor a node that could not make sure for so long that it has missed nothing does not
 *     answer from memory without asking upward
 * @param catchUpMax how long a child's request waits for its parent to catch up
 */
public record PurgeOptions(
    boolean acknowledged,
    boolean exchanged,
    Duration exchangeEvery,
    Duration currentFor,
    Duration catchUpMax) {
  /** What real nodes do. */
  public static final PurgeOptions DEFAULT =
      new PurgeOptions(
          true, true, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(500));

  /** The same with parts left out. */
  public PurgeOptions without(boolean acknowledgements, boolean exchanges) {
    return new PurgeOptions(!acknowledgements, !exchanges, exchangeEvery, currentFor, catchUpMax);
  }
}
