package dev.whiteboard.chat.http;

/** The same on two shards. */
final class MembersRaceOnShardsIT extends MembersRaceIT {
  @Override
  boolean onShards() {
    return true;
  }
}
