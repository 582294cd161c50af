package dev.whiteboard.chat.push;

/** The same on two shards. */
final class PushOnShardsIT extends PushIT {
  @Override
  boolean onShards() {
    return true;
  }
}
