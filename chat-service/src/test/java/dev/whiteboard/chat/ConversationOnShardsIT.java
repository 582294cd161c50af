package dev.whiteboard.chat;

/** The same on two shards. */
final class ConversationOnShardsIT extends ConversationIT {
  @Override
  boolean onShards() {
    return true;
  }
}
