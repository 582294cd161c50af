package dev.whiteboard.chat.outbox;

import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;

/** The topic that messages go to, and what whoever reads it has to know. */
public final class OutboxTopic {
  /** As many readers of one kind can share the work. More later would break a chat's order. */
  private static final int PARTITIONS = 8;

  /** Long enough for a search index that was away, or is made anew from the day before. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private OutboxTopic() {}

  /**
   * The topic on this cluster. Asks for nothing yet; the caller closes it.
   *
   * @param prefix of the service's topics
   */
  public static KafkaTopic on(String bootstrapServers, String prefix) {
    return new KafkaTopic(bootstrapServers, prefix + "messages", PARTITIONS, RETENTION);
  }
}
