package dev.whiteboard.chat.http;

/** The same on two shards. */
final class RoomOnShardsIT extends RoomIT {
  @Override
  boolean onShards() {
    return true;
  }
}
