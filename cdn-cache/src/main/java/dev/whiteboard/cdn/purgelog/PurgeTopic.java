package dev.whiteboard.cdn.purgelog;

import dev.whiteboard.cdn.purge.LogAwayException;
import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic of invalidations. It has one partition: a place in it is a place in the order of all.
 *
 * <p>For any thread. Calls block, for a second at most.
 */
public final class PurgeTopic implements AutoCloseable {
  private final KafkaTopic topic;
  private boolean made;

  /**
   * The topic of this name, on this cluster.
   *
   * @param timeToLive of invalidations; their records are kept for as long at least
   */
  public PurgeTopic(String bootstrapServers, String name, Duration timeToLive) {
    this.topic = new KafkaTopic(bootstrapServers, name, 1, timeToLive);
  }

  String bootstrapServers() {
    return topic.bootstrapServers();
  }

  TopicPartition partition() {
    return new TopicPartition(topic.name(), 0);
  }

  /**
   * Makes the topic unless it is there. Asks again only after {@link #history} found none.
   *
   * @throws LogAwayException where Kafka is away
   */
  synchronized void ensure() throws InterruptedException {
    if (made) {
      return;
    }
    try {
      topic.ensure();
      made = true;
    } catch (KafkaException e) {
      throw new LogAwayException("the topic can't be made", e);
    }
  }

  /**
   * The id that Kafka gave it, as a number that is not 0. A topic that is deleted and made again
   * has another, and offsets that begin again.
   *
   * @throws LogAwayException where Kafka is away
   */
  synchronized long history() throws InterruptedException {
    try {
      var id = topic.id();
      var folded = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
      return folded == 0 ? 1 : folded;
    } catch (KafkaException e) {
      made = false;
      throw new LogAwayException("the topic's id can't be read", e);
    }
  }

  /** Asks the cluster for a sign of life. */
  public void ping() throws Exception {
    topic.ping();
  }

  @Override
  public void close() {
    topic.close();
  }
}
