package dev.whiteboard.cdn.purgelog;

import dev.whiteboard.cdn.purge.LogAwayException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends records. Kafka's {@code send} blocks while it has no metadata, so it has a thread of its
 * own; what could not be sent before its deadline is not sent any more.
 */
final class LogWriter implements AutoCloseable {
  /** What comes on top is refused at once. */
  private static final int WAITING_MAX = 1_000;

  /** How long {@code send} may wait to hear which broker has the partition. */
  private static final Duration METADATA_MAX = Duration.ofMillis(500);

  /** A broker that is silent for so long is asked again. */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(1);

  /** A record that could not be delivered by then has failed. */
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(2);

  /** Of all of it: longer than the above together. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(4);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final PurgeTopic topic;
  private final Semaphore room = new Semaphore(WAITING_MAX);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("purge-log-writer").factory());

  // Of the thread alone.
  private @Nullable Producer<byte[], byte[]> producer;

  LogWriter(PurgeTopic topic) {
    this.topic = topic;
  }

  /** Appends one; its offset. */
  CompletionStage<Long> append(byte[] record) {
    var offset = new CompletableFuture<Long>();
    if (!room.tryAcquire()) {
      return CompletableFuture.failedStage(new LogAwayException("too many wait for Kafka", null));
    }
    try {
      thread.execute(() -> send(record, offset));
    } catch (RejectedExecutionException e) {
      offset.completeExceptionally(new LogAwayException("the log is closed", e));
    }
    return offset
        .orTimeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> room.release());
  }

  private void send(byte[] record, CompletableFuture<Long> offset) {
    if (offset.isDone()) {
      return;
    }
    try {
      topic.ensure();
      var partition = topic.partition();
      var _ =
          producer()
              .send(
                  new ProducerRecord<>(partition.topic(), partition.partition(), null, record),
                  (metadata, failure) -> {
                    if (failure == null) {
                      offset.complete(metadata.offset());
                    } else {
                      offset.completeExceptionally(
                          new LogAwayException("Kafka took none", failure));
                    }
                  });
    } catch (LogAwayException e) {
      offset.completeExceptionally(e);
    } catch (KafkaException e) {
      offset.completeExceptionally(new LogAwayException("Kafka is away", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      offset.completeExceptionally(new LogAwayException("the log is closed", e));
    }
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              settings(topic), new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  private static Map<String, Object> settings(PurgeTopic topic) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        topic.bootstrapServers(),
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        METADATA_MAX.toMillis(),
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) REQUEST_MAX.toMillis(),
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) DELIVERY_MAX.toMillis(),
        ProducerConfig.CLIENT_ID_CONFIG,
        "cdn-purge-log");
  }

  @Override
  public void close() {
    try {
      thread.execute(this::closeProducer);
      thread.shutdown();
      if (!thread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException | InterruptException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(REQUEST_MAX);
    }
  }
}
