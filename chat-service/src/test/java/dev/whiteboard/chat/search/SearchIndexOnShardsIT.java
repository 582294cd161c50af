package dev.whiteboard.chat.search;

/** The same on two shards. */
final class SearchIndexOnShardsIT extends SearchIndexIT {
  @Override
  boolean onShards() {
    return true;
  }
}
