package dev.whiteboard.chat.mls;

/** The same on two shards. */
final class KeyPackagesOnShardsIT extends KeyPackagesIT {
  @Override
  boolean onShards() {
    return true;
  }
}
