package dev.whiteboard.simulation.shard;

/** Says on which shard a link is. Shards have numbers that they keep for life. */
@FunctionalInterface
public interface ShardMap {
  /**
   * The shard of a link.
   *
   * @param hash of its code
   */
  int shardOf(long hash);
}
