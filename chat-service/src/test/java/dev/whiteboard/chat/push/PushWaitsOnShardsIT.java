package dev.whiteboard.chat.push;

/** The same on two shards. */
final class PushWaitsOnShardsIT extends PushWaitsIT {
  @Override
  boolean onShards() {
    return true;
  }
}
