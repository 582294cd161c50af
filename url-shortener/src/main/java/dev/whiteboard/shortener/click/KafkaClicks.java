package dev.whiteboard.shortener.click;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches of clicks to Kafka.
 *
 * <p>{@code send} of Kafka's producer blocks while it has no metadata or no room, and an event loop
 * must not. So batches pass through a bounded queue to a thread of their own. While Kafka is away
 * they wait in the queue and in the producer's buffer; what does not fit is dropped and counted.
 */
public final class KafkaClicks implements AutoCloseable {
  /** Batches that wait for the sender, of 16 KB at most each. */
  private static final int QUEUE_BATCHES_MAX = 1_024;

  /** What the producer holds on its way to the brokers. */
  private static final long BUFFER_BYTES_MAX = 32L * 1024 * 1024;

  /** A batch that can't be delivered in this time is given up. */
  private static final Duration DELIVERY_MAX = Duration.ofMinutes(2);

  /** How long {@code send} may wait for metadata or room before it is tried again. */
  private static final Duration SEND_BLOCK_MAX = Duration.ofSeconds(1);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(KafkaClicks.class);

  private final String topic;
  private final ClickMeters meters;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_BATCHES_MAX);
  private final Producer<byte[], byte[]> producer;
  private final Thread sender = new Thread(this::run, "click-sender");
  private volatile boolean closing;

  /** Sends to this topic. */
  public KafkaClicks(String bootstrapServers, String topic, ClickMeters meters) {
    this.topic = topic;
    this.meters = meters;
    this.producer =
        new KafkaProducer<>(
            settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    sender.start();
  }

  /** Takes a batch; drops it where the queue is full. Never blocks. */
  public void accept(byte[] batch) {
    if (!queue.offer(batch)) {
      meters.dropped(batch);
    }
  }

  /** Sends what is queued, waits for the acknowledgements up to a deadline, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      sender.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE_MAX);
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        var batch = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (batch != null) {
          send(batch);
        }
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands a batch to the producer, which blocks while it has no room. */
  private void send(byte[] batch) {
    var unsent = true;
    while (unsent) {
      try {
        var _ =
            producer.send(new ProducerRecord<>(topic, batch), (_, failure) -> sent(batch, failure));
        unsent = false;
      } catch (RetriableException e) {
        unsent = !closing; // on the way out there is no second try
        if (closing) {
          meters.dropped(batch);
        }
      } catch (KafkaException e) {
        sent(batch, e);
        unsent = false;
      }
    }
  }

  private void sent(byte[] batch, @Nullable Exception failure) {
    if (failure == null) {
      meters.sent(batch);
    } else {
      meters.dropped(batch);
      log.atWarn().addKeyValue("reason", failure.toString()).log("clicks lost");
    }
  }

  private static Map<String, Object> settings(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        5,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        BUFFER_BYTES_MAX,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        SEND_BLOCK_MAX.toMillis(),
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) DELIVERY_MAX.toMillis(),
        ProducerConfig.CLIENT_ID_CONFIG,
        "shortener-clicks");
  }
}
