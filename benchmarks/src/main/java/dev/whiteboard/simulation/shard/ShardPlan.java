package dev.whiteboard.simulation.shard;

import java.time.Duration;
import java.util.function.IntToDoubleFunction;

/**
 * What links are kept on.
 *
 * @param links in all
 * @param bytesALink on the disk, with indexes
 * @param diskBytes of a shard
 * @param utilisation what part of a disk may be full, so that there is room to grow and to vacuum
 * @param moveBytesPerSecond what a shard may take in or give away for a move, beside its work
 */
public record ShardPlan(
    long links,
    double bytesALink,
    double diskBytes,
    double utilisation,
    double moveBytesPerSecond) {
  /**
   * 182.5 billion links, 4 TB a shard up to 60 %, and a gigabit a second for moves.
   *
   * @param bytesALink as measured
   */
  public static ShardPlan ofInterview(double bytesALink) {
    return new ShardPlan(182_500_000_000L, bytesALink, 4e12, 0.6, 125e6);
  }

  /** All that is kept, once. */
  public double bytes() {
    return links * bytesALink;
  }

  /**
   * How many shards it takes until the fullest is not too full.
   *
   * @param largest what the fullest of so many shards has, as a multiple of the average
   */
  public int shards(IntToDoubleFunction largest) {
    var shards = 1;
    while (bytes() / shards * largest.applyAsDouble(shards) > diskBytes * utilisation) {
      shards++;
    }
    return shards;
  }

  /** How long a move takes: as long as the busiest shard does. */
  public Duration time(Move move) {
    return Duration.ofSeconds(Math.round(move.busiest() * bytes() / moveBytesPerSecond));
  }
}
