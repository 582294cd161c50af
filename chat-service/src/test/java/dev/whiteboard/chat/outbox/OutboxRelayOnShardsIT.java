package dev.whiteboard.chat.outbox;

/** The same on two shards: a lane of each has its number. */
final class OutboxRelayOnShardsIT extends OutboxRelayIT {
  @Override
  boolean onShards() {
    return true;
  }
}
