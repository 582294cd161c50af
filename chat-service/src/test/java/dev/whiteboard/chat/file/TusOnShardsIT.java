package dev.whiteboard.chat.file;

/** The same on two shards. */
final class TusOnShardsIT extends TusIT {
  @Override
  boolean onShards() {
    return true;
  }
}
