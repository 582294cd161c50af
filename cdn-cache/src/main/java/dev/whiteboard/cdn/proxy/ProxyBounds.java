package dev.whiteboard.cdn.proxy;

import java.time.Duration;

/**
 * What one request, and one fill, may take of a node.
 *
 * @param keepBytesMax the largest body that is kept; also what a fill holds while it may be kept
 * @param windowBytes what a fill that is not kept holds for its slowest reader
 * @param head the longest to wait for the head of an answer from above
 * @param followers the longest that somebody waits for another's answer; then they ask themselves.
 *     Longer than {@code head}: where that runs out, it does so for all. Not for who asked
 * @param slowReader how long a reader may hold the others up; then it is cut off
 * @param passMemory how long a key is remembered whose answers can't be kept
 * @param passesMax how many such keys are remembered
 */
public record ProxyBounds(
    long keepBytesMax,
    long windowBytes,
    Duration head,
    Duration followers,
    Duration slowReader,
    Duration passMemory,
    int passesMax) {
  /** For a node of some hundred megabytes. */
  public static final ProxyBounds DEFAULT =
      new ProxyBounds(
          32 << 20,
          256 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(12),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          65_536);
}
