package dev.whiteboard.cdn.protect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How fast a client has to send and to read. Who keeps a connection busy with a byte now and then
 * costs as much as one that works, so a time between two bytes is not enough: all of it is timed.
 *
 * @param headTimeMax from the first byte of a head to its last
 * @param idleTimeMax for a connection without a request
 * @param graceTime after which a body's bytes are held against its time
 * @param bytesPerSecondMin how much of a body has to come by then, on average
 * @param stallTimeMax for a client that takes nothing of what it is sent
 */
public record SenderPace(
    Duration headTimeMax,
    Duration idleTimeMax,
    Duration graceTime,
    long bytesPerSecondMin,
    Duration stallTimeMax) {
  /** A slow phone passes; a thousand connections that drip do not. */
  public static final SenderPace DEFAULT =
      new SenderPace(
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(10),
          500,
          Duration.ofSeconds(30));

  /**
   * Whether a body comes too slowly.
   *
   * @param sinceNanos from the end of the head until now
   * @param bytes what came so far
   */
  public boolean isTooSlow(long sinceNanos, long bytes) {
    return sinceNanos > graceTime.toNanos()
        && bytes < (double) sinceNanos / TimeUnit.SECONDS.toNanos(1) * bytesPerSecondMin;
  }
}
