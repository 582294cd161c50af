package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.kafka.GroupReader;
import dev.whiteboard.chat.kafka.KafkaLoop;
import dev.whiteboard.kit.kafka.KafkaTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages behind Kafka, as one of the nodes that share the work: each message once at least,
 * and each chat's in order, as {@link GroupReader} promises. PostgreSQL need not know of
 * partitions.
 */
public final class OutboxConsumer implements AutoCloseable {
  /** Messages of one batch. */
  private static final int BATCH_MAX = 500;

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
    var reader = new GroupReader(topic, records -> taker.take(read(records)), lag);
    loop =
        new KafkaLoop(group, topic::ensure, GroupReader.settings(topic, group, BATCH_MAX), reader);
  }

  /** Ends after the batch under way. */
  @Override
  public void close() {
    loop.close();
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
}
