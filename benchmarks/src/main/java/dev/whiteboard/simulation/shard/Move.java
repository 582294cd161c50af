package dev.whiteboard.simulation.shard;

import java.util.Arrays;

/**
 * What goes from shard to shard when there are others than before; all as parts of all links.
 *
 * @param moved in all
 * @param busiest what the busiest shard takes in or gives away, whichever is more
 */
public record Move(double moved, double busiest) {
  /**
   * Between two maps.
   *
   * @param shards no shard of either has this number or a higher one
   */
  public static Move between(ShardMap before, ShardMap after, int shards, LinkSample sample) {
    var taken = new long[shards];
    var given = new long[shards];
    for (var i = 0; i < sample.size(); i++) {
      var from = before.shardOf(sample.hash(i));
      var to = after.shardOf(sample.hash(i));
      if (from != to) {
        given[from]++;
        taken[to]++;
      }
    }
    return of(taken, given, sample.size());
  }

  /** What a lost shard had comes from its replica: nobody waits for the one that is gone. */
  public static Move afterLoss(ShardScheme scheme, int lost, int shards, LinkSample sample) {
    var before = scheme.of(shards);
    var after = scheme.without(lost, shards);
    var taken = new long[shards];
    var given = new long[shards];
    for (var i = 0; i < sample.size(); i++) {
      var from = before.shardOf(sample.hash(i));
      var to = after.shardOf(sample.hash(i));
      if (from != to) {
        given[from] += from == lost ? 0 : 1;
        taken[to]++;
      }
    }
    return of(taken, given, sample.size());
  }

  private static Move of(long[] taken, long[] given, int all) {
    var most = Math.max(Arrays.stream(taken).max().orElse(0), Arrays.stream(given).max().orElse(0));
    return new Move((double) Arrays.stream(taken).sum() / all, (double) most / all);
  }
}
