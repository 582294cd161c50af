package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.log.KafkaLoop;
import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages behind Kafka, as one of the nodes that share the work: each message once at least,
 * and each chat's in order.
 *
 * <p>Where to read on is told to Kafka after a batch was taken. Whoever dies in between leaves a
 * batch that is taken again, by the next one; and who stood still and has lost his partitions may
 * take what his successor takes too. So whoever takes must not mind what comes twice. In turn
 * nothing is ever passed over, and PostgreSQL need not know of partitions.
 */
public final class OutboxConsumer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Messages of one batch. */
  private static final int BATCH_MAX = 500;

  /** A partition's share of a poll, so that a batch stays small where messages are large. */
  private static final int PARTITION_BYTES_MAX = 1024 * 1024;

  /** A node that is silent for so long loses its partitions; until then their messages wait. */
  private static final Duration DEAD_AFTER = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofMillis(1500);
  private static final Duration COMMIT_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(OutboxConsumer.class);

  private final KafkaLoop loop;

  /** What is done with messages. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes some, of several chats, each chat's in order. May block for some seconds.
     *
     * @throws RuntimeException to be given the same again, and what came since
     */
    void take(List<OutboxRecord> messages);
  }

  /**
   * Starts.
   *
   * @param topic see {@link OutboxTopic}; the caller closes it after this
   * @param group of the nodes that share the work; its end is its name: {@code chat.search}
   * @param taker is given the messages
   * @param lag is told how many records are still to be read, as far as Kafka said
   */
  public OutboxConsumer(KafkaTopic topic, String group, Taker taker, LongConsumer lag) {
    this.loop =
        new KafkaLoop(group, topic::ensure, settings(topic, group), new Batches(topic, taker, lag));
  }

  private static Map<String, Object> settings(KafkaTopic topic, String group) {
    var settings = new HashMap<>(OutboxTopic.CONSUMER_SETTINGS);
    settings.putAll(
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
            BATCH_MAX,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            PARTITION_BYTES_MAX,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            (int) DEAD_AFTER.toMillis(),
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            (int) HEARTBEAT.toMillis()));
    return settings;
  }

  /** Ends after the batch under way. */
  @Override
  public void close() {
    loop.close();
  }

  /** All of it on the loop's thread. */
  private static final class Batches implements KafkaLoop.Reader {
    private final KafkaTopic topic;
    private final Taker taker;
    private final LongConsumer lag;

    /** What was polled and is not taken yet, from where to read on after a failure. */
    private final Map<TopicPartition, Long> untaken = new HashMap<>();

    Batches(KafkaTopic topic, Taker taker, LongConsumer lag) {
      this.topic = topic;
      this.taker = taker;
      this.lag = lag;
    }

    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
      consumer.subscribe(List.of(topic.name()));
    }

    @Override
    public void round(Consumer<byte[], byte[]> consumer) {
      var records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        remember(records);
        taker.take(read(records));
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

    private static List<OutboxRecord> read(ConsumerRecords<byte[], byte[]> records) {
      var messages = new ArrayList<OutboxRecord>(records.count());
      records.forEach(record -> read(record).ifPresent(messages::add));
      return messages;
    }

    private static Optional<OutboxRecord> read(ConsumerRecord<byte[], byte[]> record) {
      try {
        var value = record.value() == null ? new byte[0] : record.value();
        return Optional.of(OutboxCodec.read(value));
      } catch (IllegalArgumentException e) {
        log.atError()
            .addKeyValue("offset", record.offset())
            .setCause(e)
            .log("a record that is no message is passed over");
        return Optional.empty();
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
}
