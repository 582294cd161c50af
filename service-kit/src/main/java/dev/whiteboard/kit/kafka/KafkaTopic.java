package dev.whiteboard.kit.kafka;

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
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a service: made where it is not there yet, and told from an older one of its name.
 * Kafka may be away at any time, at the start too.
 *
 * <p>For any thread. Calls block, for a second at most.
 */
public final class KafkaTopic implements AutoCloseable {
  private static final Duration CALL_MAX = Duration.ofSeconds(1);

  private static final String UNBOUNDED = "-1";

  private final String bootstrapServers;
  private final String name;
  private final int partitions;
  private final Duration retention;
  private @Nullable Admin admin;
  private boolean closed;

  /**
   * The topic of this name, on this cluster. Asks for nothing yet.
   *
   * @param partitions of a topic that is made
   * @param retention how long a topic that is made keeps its records, at least
   */
  public KafkaTopic(String bootstrapServers, String name, int partitions, Duration retention) {
    this.bootstrapServers = bootstrapServers;
    this.name = name;
    this.partitions = partitions;
    this.retention = retention;
  }

  /** Where it is. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /**
   * Makes the topic unless it is there. One that is there stays as it is.
   *
   * @throws KafkaException where Kafka is away
   */
  public void ensure() throws InterruptedException {
    // As many replicas as the cluster's default says; but a cluster's bound on bytes would throw
    // away
    // what nobody has read yet.
    var topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "" + retention.toMillis(),
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    UNBOUNDED,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE));
    try {
      admin().createTopics(List.of(topic)).all().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("the topic can't be made", e);
      }
    } catch (TimeoutException e) {
      throw new KafkaException("the topic can't be made", e);
    }
  }

  /**
   * The id that Kafka gave it. A topic that is deleted and made again has the name of the old one,
   * another id, and offsets that mean something else.
   *
   * @throws KafkaException where Kafka is away, or there is no such topic; also for a moment after
   *     it was made, until the broker that is asked has heard of it
   */
  public Uuid id() throws InterruptedException {
    var topics = admin().describeTopics(List.of(name)).topicNameValues().values();
    try {
      var topic = topics.iterator().next().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return topic.topicId();
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the topic's id can't be read", e);
    }
  }

  /** Asks the cluster for a sign of life. */
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
