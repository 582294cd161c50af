package dev.whiteboard.shortener;

/** The same on two shards. */
final class LinkEditOnShardsIT extends LinkEditIT {
  @Override
  boolean onShards() {
    return true;
  }
}
