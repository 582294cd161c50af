package dev.whiteboard.chat.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads from Kafka until it is closed, whether Kafka is there or not. */
public final class KafkaLoop implements AutoCloseable {
  /** After a failure, before the next attempt. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration LEAVE_MAX = Duration.ofSeconds(1);

  /** Longer than a transaction that is under way. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(KafkaLoop.class);

  private final Topics topics;
  private final Map<String, Object> settings;
  private final Reader reader;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Made by the thread, once Kafka is there. */
  private volatile @Nullable Consumer<byte[], byte[]> opened;

  /** The topics that are read. */
  @FunctionalInterface
  public interface Topics {
    /**
     * Makes them where they are not there. Blocks.
     *
     * @throws KafkaException where Kafka is away
     */
    void ensure() throws InterruptedException;
  }

  /** What is done with the consumer; all of it on the loop's thread. */
  public interface Reader {
    /** Begins, with a consumer that reads nothing yet. */
    void begin(Consumer<byte[], byte[]> consumer);

    /** Polls, and does what comes of it. */
    void round(Consumer<byte[], byte[]> consumer);

    /** After a round that failed, before the next. */
    void recover(Consumer<byte[], byte[]> consumer);
  }

  /**
   * Starts.
   *
   * @param name of the thread
   * @param topics made before the consumer is
   * @param settings of the consumer
   * @param reader what is done with it
   */
  public KafkaLoop(String name, Topics topics, Map<String, Object> settings, Reader reader) {
    this.topics = topics;
    this.settings = settings;
    this.reader = reader;
    this.thread = Thread.ofPlatform().name(name).start(this::run);
  }

  /** Ends after the round under way. */
  @Override
  public void close() {
    closing.countDown();
    var consumer = opened;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      var consumer = open();
      opened = consumer;
      try {
        while (closing.getCount() > 0) {
          roundGuarded(consumer);
        }
      } finally {
        leave(consumer);
      }
    } catch (WakeupException e) {
      log.debug("woken up to end");
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until Kafka is there. */
  private Consumer<byte[], byte[]> open() throws InterruptedException {
    while (true) {
      try {
        topics.ensure();
        return begun();
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        log.debug("Kafka is not there yet", e);
      }
      if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WakeupException();
      }
    }
  }

  private Consumer<byte[], byte[]> begun() {
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      reader.begin(consumer);
      return consumer;
    } catch (RuntimeException e) {
      leave(consumer);
      throw e;
    }
  }

  /** Tells the group, where it is in one, that others may have its partitions at once. */
  private static void leave(Consumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(LEAVE_MAX));
  }

  private void roundGuarded(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    try {
      reader.round(consumer);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("reason", e.toString())
          .log("{} waits", Thread.currentThread().getName());
      var _ = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      reader.recover(consumer);
    }
  }
}
