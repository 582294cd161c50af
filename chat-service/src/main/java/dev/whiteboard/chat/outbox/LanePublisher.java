package dev.whiteboard.chat.outbox;

import static java.util.Map.entry;

import dev.whiteboard.chat.outbox.Lane.Entry;
import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes one lane's messages to Kafka, all of a batch or nothing.
 *
 * <p>In transactions, although nothing else goes into them, for two reasons. Idempotence alone
 * keeps the order only until a record's time is over: what was sent behind it may still get
 * through, and when the first is sent again, two messages of a chat have changed places. And of two
 * nodes that both believe to have the lane, Kafka lets the newer one write: a transactional id has
 * one producer.
 */
final class LanePublisher implements AutoCloseable {
  /** How long a call waits for a broker before it gives up. */
  private static final Duration BLOCK_MAX = Duration.ofSeconds(3);

  /** A broker that is silent for so long is asked again. */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(2);

  /** A batch that could not be delivered by then has failed, and with it its transaction. */
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(3);

  /** Kafka itself ends what a dead node left open; readers wait for no longer. */
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(10);

  private static final Duration RECONNECT_MAX = Duration.ofMillis(500);

  private final String topic;
  private final Producer<byte[], byte[]> producer;

  private LanePublisher(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Makes the topic where it is not there, and takes over from whoever wrote the lane before: an
   * open transaction of his is aborted, and he can't write any more. Blocks.
   *
   * @param lane its name: no other lane of any shard has it, or each would end the other's writing
   * @throws org.apache.kafka.common.KafkaException where Kafka is away
   */
  static LanePublisher open(KafkaTopic topic, String lane) throws InterruptedException {
    topic.ensure();
    var producer =
        new KafkaProducer<>(
            settings(topic, lane), new ByteArraySerializer(), new ByteArraySerializer());
    var publisher = new LanePublisher(topic.name(), producer);
    try {
      producer.initTransactions();
      return publisher;
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  /**
   * Writes the messages, in their order. Blocks.
   *
   * @throws org.apache.kafka.common.KafkaException where it is not known whether they are written;
   *     this can't be used any more then
   */
  void publish(List<Entry> entries) {
    producer.beginTransaction();
    for (var entry : entries) {
      var message = entry.message();
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topic, OutboxCodec.key(message.chat()), OutboxCodec.write(message)));
    }
    producer.commitTransaction(); // fails where one of the records did
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private static Map<String, Object> settings(KafkaTopic topic, String lane) {
    return Map.ofEntries(
        entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrapServers()),
        entry(ProducerConfig.CLIENT_ID_CONFIG, "chat-outbox-" + lane),
        entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic.name() + "-outbox-" + lane),
        entry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_MAX.toMillis()),
        entry(ProducerConfig.ACKS_CONFIG, "all"),
        entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
        entry(ProducerConfig.LINGER_MS_CONFIG, 0),
        entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis()),
        entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
        entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()),
        entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX.toMillis()));
  }
}
