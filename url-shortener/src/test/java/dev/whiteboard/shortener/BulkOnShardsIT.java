package dev.whiteboard.shortener;

/** The same on two shards. */
final class BulkOnShardsIT extends BulkIT {
  @Override
  boolean onShards() {
    return true;
  }
}
