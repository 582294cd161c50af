package dev.whiteboard.shortener;

/** The same on two shards. */
final class RedirectOnShardsIT extends RedirectIT {
  @Override
  boolean onShards() {
    return true;
  }
}
