package dev.whiteboard.chat.push;

/** The same on two shards. */
final class PushTablesOnShardsIT extends PushTablesIT {
  @Override
  boolean onShards() {
    return true;
  }
}
