package dev.whiteboard.chat.file;

/** The same on two shards. */
final class DownloadsOnShardsIT extends DownloadsIT {
  @Override
  boolean onShards() {
    return true;
  }
}
