package dev.whiteboard.shortener.click;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** The topic that clicks go through. */
public final class ClickTopic implements AutoCloseable {
  /** As many counters can share the work. More later would move no click that is counted. */
  private static final int PARTITIONS = 8;

  /** Clicks are kept so long after they were counted, to count them anew should that be wrong. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private static final Duration CALL_MAX = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final String name;
  private @Nullable Admin admin;
  private boolean closed;

  /** The topic of this name, on this cluster. */
  public ClickTopic(String bootstrapServers, String name) {
    this.bootstrapServers = bootstrapServers;
    this.name = name;
  }

  /** Where it is. */
  String bootstrapServers() {
    return bootstrapServers;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /**
   * Makes the topic unless it is there. Blocks.
   *
   * @return whether it is there now; false while Kafka is away
   */
  boolean ensure() throws InterruptedException {
    // As many replicas as the cluster's default says.
    var topic =
        new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
            .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "" + RETENTION.toMillis()));
    try {
      admin().createTopics(List.of(topic)).all().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException;
    } catch (TimeoutException | KafkaException e) {
      return false;
    }
  }

  /**
   * What its offsets count from: its name and the id that Kafka gave it. A topic that is deleted
   * and made again has the name of the old one, and offsets that mean something else. Blocks.
   *
   * @throws KafkaException where Kafka is away
   */
  String identity() throws InterruptedException {
    var topics = admin().describeTopics(List.of(name)).topicNameValues().values();
    try {
      var described = topics.iterator().next().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return name + " " + described.topicId();
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the topic's id can't be read", e);
    }
  }

  /** Asks the cluster for a sign of life; blocks for its answer. */
  public void ping() throws Exception {
    admin().describeCluster().clusterId().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(CALL_MAX);
    }
  }

  /** Made when it is first needed: that asks for Kafka's name, which may be away with Kafka. */
  private synchronized Admin admin() {
    if (closed) {
      throw new KafkaException("the topic is closed");
    }
    if (admin == null) {
      admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers,
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  (int) CALL_MAX.toMillis(),
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  (int) CALL_MAX.toMillis()));
    }
    return admin;
  }
}
