package dev.whiteboard.chat.kafka;

import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic in batches, as one of a group of nodes that share its partitions: each record once
 * at least, and each partition's in order.
 *
 * <p>Where to read on is told to Kafka after a batch was taken. Whoever dies in between leaves a
 * batch that is taken again, by the next one; and who stood still and has lost its partitions may
 * take what its successor takes too. So whoever takes must not mind what comes twice. In turn
 * nothing is ever passed over.
 */
public final class GroupReader implements KafkaLoop.Reader {
  private static final Duration POLL = Duration.ofMillis(500);

  /** A partition's share of a poll, so that a batch stays small where records are large. */
  private static final int PARTITION_BYTES_MAX = 1024 * 1024;

  /** A node that is silent for so long loses its partitions; until then their records wait. */
  private static final Duration DEAD_AFTER = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofMillis(1500);
  private static final Duration COMMIT_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(GroupReader.class);

  private final String topic;
  private final Taker taker;
  private final LongConsumer lag;

  /** What was polled and is not taken yet, from where to read on after a failure. */
  private final Map<TopicPartition, Long> untaken = new HashMap<>();

  /** What is done with records. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes some, of several partitions. May block for some seconds.
     *
     * @throws RuntimeException to be given the same again, and what came since
     */
    void take(ConsumerRecords<byte[], byte[]> records);
  }

  /**
   * For a loop with {@link #settings}.
   *
   * @param taker is given the records, never none
   * @param lag is told after each poll how many records are still to be read, as far as Kafka said
   */
  public GroupReader(KafkaTopic topic, Taker taker, LongConsumer lag) {
    this.topic = topic.name();
    this.taker = taker;
    this.lag = lag;
  }

  /**
   * The consumer's.
   *
   * @param group of the nodes that share the work
   * @param batchMax records of one batch
   */
  public static Map<String, Object> settings(KafkaTopic topic, String group, int batchMax) {
    var settings =
        new HashMap<String, Object>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topic.bootstrapServers(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                batchMax,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_BYTES_MAX,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) DEAD_AFTER.toMillis(),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                (int) HEARTBEAT.toMillis()));
    // A transaction that failed is in the topic too, and must not be read.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return settings;
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    consumer.subscribe(List.of(topic));
  }

  @Override
  public void round(Consumer<byte[], byte[]> consumer) {
    var records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      remember(records);
      taker.take(records);
      untaken.clear();
      commit(consumer);
    }
    lag.accept(lagOf(consumer));
  }

  /** Goes back to what is not taken, as far as the partitions are still this node's. */
  @Override
  public void recover(Consumer<byte[], byte[]> consumer) {
    untaken.keySet().retainAll(consumer.assignment());
    untaken.forEach(consumer::seek);
    untaken.clear();
    lag.accept(lagOf(consumer));
  }

  private void remember(ConsumerRecords<byte[], byte[]> records) {
    for (var partition : records.partitions()) {
      untaken.put(partition, records.records(partition).getFirst().offset());
    }
  }

  private static long lagOf(Consumer<byte[], byte[]> consumer) {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  /** Where that fails, the batch is taken again by whoever has the partition next. */
  private static void commit(Consumer<byte[], byte[]> consumer) {
    try {
      consumer.commitSync(COMMIT_MAX);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      log.debug("offsets were not taken", e);
    }
  }
}
