package dev.whiteboard.chat.log;

/** The same on two shards. */
final class KafkaLogOnShardsIT extends KafkaLogIT {
  @Override
  boolean onShards() {
    return true;
  }
}
