package dev.whiteboard.chat.mls;

/** The same on two shards. */
final class MlsGroupsOnShardsIT extends MlsGroupsIT {
  @Override
  boolean onShards() {
    return true;
  }
}
