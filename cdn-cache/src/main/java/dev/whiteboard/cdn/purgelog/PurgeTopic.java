package dev.whiteboard.cdn.purgelog;

import dev.whiteboard.cdn.purge.LogAwayException;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The topic of invalidations. It has one partition: a place in it is a place in the order of all.
 *
 * <p>For any thread. Calls block, for a second at most.
 */
public final class PurgeTopic implements AutoCloseable {
  private static final Duration CALL_MAX = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final String name;
  private final Duration timeToLive;
  private @Nullable Admin admin;
  private boolean made;
  private boolean closed;

  /**
   * The topic of this name, on this cluster.
   *
   * @param timeToLive of invalidations; their records are kept for as long at least
   */
  public PurgeTopic(String bootstrapServers, String name, Duration timeToLive) {
    this.bootstrapServers = bootstrapServers;
    this.name = name;
    this.timeToLive = timeToLive;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  TopicPartition partition() {
    return new TopicPartition(name, 0);
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
    // As many replicas as the cluster's default says.
    var topic =
        new NewTopic(name, Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "" + timeToLive.toMillis(),
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE));
    try {
      admin().createTopics(List.of(topic)).all().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new LogAwayException("the topic can't be made", e);
      }
    } catch (TimeoutException | KafkaException e) {
      throw new LogAwayException("the topic can't be made", e);
    }
    made = true;
  }

  /**
   * The id that Kafka gave it, as a number that is not 0. A topic that is deleted and made again
   * has another, and offsets that begin again.
   *
   * @throws LogAwayException where Kafka is away
   */
  synchronized long history() throws InterruptedException {
    try {
      var topics = admin().describeTopics(List.of(name)).topicNameValues().values();
      var described = topics.iterator().next().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
      var id = described.topicId();
      var folded = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
      return folded == 0 ? 1 : folded;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      made = false;
      throw new LogAwayException("the topic's id can't be read", e);
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
