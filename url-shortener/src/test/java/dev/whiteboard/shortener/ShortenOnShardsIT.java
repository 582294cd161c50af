package dev.whiteboard.shortener;

/** The same on two shards. */
final class ShortenOnShardsIT extends ShortenIT {
  @Override
  boolean onShards() {
    return true;
  }
}
