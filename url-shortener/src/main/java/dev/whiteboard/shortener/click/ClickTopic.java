package dev.whiteboard.shortener.click;

import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;

/** The topic that clicks go through: how it is cut, and how long it keeps them. */
public final class ClickTopic {
  /** As many counters can share the work. More later would move no click that is counted. */
  private static final int PARTITIONS = 8;

  /** Clicks are kept so long after they were counted, to count them anew should that be wrong. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private ClickTopic() {}

  /** The topic of this name, on this cluster. */
  public static KafkaTopic of(String bootstrapServers, String name) {
    return new KafkaTopic(bootstrapServers, name, PARTITIONS, RETENTION);
  }
}
