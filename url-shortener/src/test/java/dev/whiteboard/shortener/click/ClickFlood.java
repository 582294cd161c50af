package dev.whiteboard.shortener.click;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Clicks on one link as many nodes would send them, and so in all partitions. Not thread-safe.
 *
 * <p>One node has as many senders as event loops: its clicks are in a few partitions only, which a
 * test can't choose.
 */
public final class ClickFlood implements AutoCloseable {
  private static final int SENDERS = 64;
  private static final int CLICKS_PER_BATCH = 25;
  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ClickBuffer> senders;
  private final String code;
  private long sent;

  /** Clicks on this link, into the topic of nodes with these settings. */
  public ClickFlood(Map<String, String> settings, String code) {
    var producerSettings = new HashMap<String, Object>();
    producerSettings.put("bootstrap.servers", settings.get("KAFKA_BOOTSTRAP_SERVERS"));
    this.producer =
        new KafkaProducer<>(producerSettings, new ByteArraySerializer(), new ByteArraySerializer());
    var topic = settings.get("SHORTENER_KAFKA_PREFIX") + "clicks";
    var random = new Random();
    this.senders =
        Stream.generate(() -> new ClickBuffer(random.nextLong(), batch -> send(topic, batch)))
            .limit(SENDERS)
            .toList();
    this.code = code;
  }

  /** Sends a batch of each sender and waits until Kafka has them. */
  public void sendRound() {
    for (var sender : senders) {
      for (var i = 0; i < CLICKS_PER_BATCH; i++) {
        sender.add(new Click(code, System.currentTimeMillis(), i, BROWSER, "", ""));
      }
      sender.flush();
      sent += CLICKS_PER_BATCH;
    }
    producer.flush();
  }

  /** How many clicks Kafka has. */
  public long sent() {
    return sent;
  }

  private void send(String topic, byte[] batch) {
    var _ = producer.send(new ProducerRecord<>(topic, ClickBatch.senderOf(batch), batch));
  }

  @Override
  public void close() {
    producer.close();
  }
}
