package dev.whiteboard.cdn.purgelog;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.InvalidationCodec;
import dev.whiteboard.cdn.purge.InvalidationLog.End;
import dev.whiteboard.cdn.purge.InvalidationLog.Slice;
import dev.whiteboard.cdn.purge.LogAwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the partition from wherever it is asked to. For one thread, which it blocks. */
final class LogReader implements AutoCloseable {
  private static final Duration CALL_MAX = Duration.ofSeconds(1);

  /** Of one reading: what has not come by then is asked for again. */
  private static final Duration READ_MAX = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(100);

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  private final PurgeTopic topic;
  private final LongSupplier nanos;
  private final Runnable onStranger;
  private @Nullable Consumer<byte[], byte[]> consumer;

  LogReader(PurgeTopic topic, LongSupplier nanos, Runnable onStranger) {
    this.topic = topic;
    this.nanos = nanos;
    this.onStranger = onStranger;
  }

  End end() throws InterruptedException {
    topic.ensure();
    var history = topic.history();
    return new End(history, endOffset(consumer()));
  }

  Slice read(long from, int countMax) throws InterruptedException {
    topic.ensure();
    var history = topic.history();
    var opened = consumer();
    var partition = topic.partition();
    var first = opened.beginningOffsets(List.of(partition), CALL_MAX).getOrDefault(partition, 0L);
    var end = endOffset(opened);
    var start = Math.min(Math.max(from - 1, first), end);
    opened.seek(partition, start);
    var stop = Math.min(start + countMax, end);
    var invalidations = readUntil(opened, stop);
    var through = Math.min(opened.position(partition, CALL_MAX), stop);
    return new Slice(history, first + 1, through, invalidations);
  }

  private long endOffset(Consumer<byte[], byte[]> opened) {
    var partition = topic.partition();
    return opened.endOffsets(List.of(partition), CALL_MAX).getOrDefault(partition, 0L);
  }

  private List<Invalidation> readUntil(Consumer<byte[], byte[]> opened, long stop) {
    var invalidations = new ArrayList<Invalidation>();
    var deadline = nanos.getAsLong() + READ_MAX.toNanos();
    while (opened.position(topic.partition(), CALL_MAX) < stop
        && nanos.getAsLong() - deadline < 0) {
      for (var record : opened.poll(POLL)) {
        // A poll may bring more than was asked for.
        if (record.offset() < stop) {
          read(record).ifPresent(invalidations::add);
        }
      }
    }
    return invalidations;
  }

  private Optional<Invalidation> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      var value = record.value() == null ? new byte[0] : record.value();
      return Optional.of(InvalidationCodec.read(record.offset() + 1, value));
    } catch (IllegalArgumentException e) {
      onStranger.run();
      log.atWarn()
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", e.getMessage())
          .log("no invalidation");
      return Optional.empty();
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(
              settings(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer.assign(List.of(topic.partition()));
    }
    return consumer;
  }

  // Called after each failure too: what the consumer knows may be of a topic that is gone.
  @Override
  public void close() {
    var opened = consumer;
    consumer = null;
    if (opened != null) {
      try {
        opened.close(CloseOptions.timeout(CALL_MAX));
      } catch (KafkaException e) {
        log.debug("the consumer did not close", e);
      }
    }
  }

  static LogAwayException away(Throwable failure) {
    return failure instanceof LogAwayException away
        ? away
        : new LogAwayException("the log can't be read", failure);
  }

  private static Map<String, Object> settings(PurgeTopic topic) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        topic.bootstrapServers(),
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false,
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        (int) CALL_MAX.toMillis(),
        ConsumerConfig.CLIENT_ID_CONFIG,
        "cdn-purge-log");
  }
}
