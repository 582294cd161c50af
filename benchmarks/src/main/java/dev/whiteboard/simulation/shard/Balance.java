package dev.whiteboard.simulation.shard;

import java.util.Arrays;

/**
 * How even shards are, in multiples of the average.
 *
 * @param largest what the fullest has
 * @param smallest what the emptiest has
 * @param deviation standard deviation of all
 * @param error what chance alone does to each share in a sample; 0 where all was counted
 */
public record Balance(double largest, double smallest, double deviation, double error) {
  /** Of a sample. */
  public static Balance of(ShardMap map, int shards, LinkSample sample) {
    var counts = new double[shards];
    for (var i = 0; i < sample.size(); i++) {
      counts[map.shardOf(sample.hash(i))]++;
    }
    return of(counts, sample.error(shards));
  }

  /** Of shares that are known, in any unit. */
  public static Balance of(double[] shares, double error) {
    var average = Arrays.stream(shares).average().orElseThrow();
    var squares = Arrays.stream(shares).map(share -> Math.pow(share / average - 1, 2));
    return new Balance(
        Arrays.stream(shares).max().orElseThrow() / average,
        Arrays.stream(shares).min().orElseThrow() / average,
        Math.sqrt(squares.average().orElseThrow()),
        error);
  }
}
