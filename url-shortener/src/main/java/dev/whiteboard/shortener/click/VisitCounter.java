package dev.whiteboard.shortener.click;

import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.click.PostgresVisits.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts visits: reads clicks from Kafka, folds what a poll brought, adds it in one transaction for
 * each partition.
 *
 * <p>Where to read on is PostgreSQL's to say, not Kafka's: it stands beside the counts. After
 * whatever went wrong the counter goes back to what stands there, and counts nothing twice.
 *
 * <p>Runs on a thread of its own; nodes share the partitions as one consumer group.
 */
public final class VisitCounter implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Records of one poll, be they small. */
  private static final int POLL_RECORDS_MAX = 200;

  /**
   * A partition's share of a poll: some 100,000 clicks, which one transaction has to take before
   * its statements are ended.
   */
  private static final int PARTITION_BYTES_MAX = 1024 * 1024;

  /**
   * How long a broker gathers what it sends: the delay of a lone click. Every fetch ends in a
   * transaction, which costs as much for one click as for a thousand.
   */
  private static final Duration FETCH_WAIT_MAX = Duration.ofMillis(500);

  /** With so much gathered it does not wait any longer: as much as a poll takes. */
  private static final int FETCH_BYTES_MIN = 1024 * 1024;

  /** A node that is silent for so long counts no more; until then nobody has its partitions. */
  private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

  /** After a failure, before the next attempt. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(VisitCounter.class);

  private final KafkaTopic topic;
  private final int shard;
  private final String name;
  private final PostgresVisits visits;
  private final Supplier<VisitFold> empty;
  private final ClickMeters meters;
  private final ClickLag lag;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Made by the thread, once Kafka is there. */
  private volatile @Nullable Consumer<byte[], byte[]> opened;

  /** Whether the consumer stands where PostgreSQL says. Only the thread looks at it. */
  private boolean positioned;

  /** What the positions count from, read anew whenever they are. */
  private String identity = "";

  /**
   * Counts what comes through this topic, for one shard.
   *
   * @param shard which one, from 0: all nodes' counters for it are a group of consumers
   * @param empty makes the fold that its clicks are added by way of
   */
  public VisitCounter(
      KafkaTopic topic,
      int shard,
      PostgresVisits visits,
      Supplier<VisitFold> empty,
      ClickMeters meters) {
    this.topic = topic;
    this.shard = shard;
    this.name = "visit-counter" + (shard == 0 ? "" : "-" + shard);
    this.visits = visits;
    this.empty = empty;
    this.meters = meters;
    this.lag = meters.newLag(shard);
    this.thread = new Thread(this::run, name);
    thread.start();
  }

  /** Ends after the transaction under way. */
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
    try (var consumer = open()) {
      opened = consumer;
      consumer.subscribe(List.of(topic.name()), new PositionsLost());
      while (closing.getCount() > 0) {
        pollOnce(consumer);
        lag.look(consumer);
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
        if (isTopicThere()) {
          return new KafkaConsumer<>(
              settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
      } catch (KafkaException e) {
        log.atWarn().addKeyValue("reason", e.toString()).log("Kafka went away again");
      }
      if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WakeupException();
      }
    }
  }

  private boolean isTopicThere() throws InterruptedException {
    try {
      topic.ensure();
      return true;
    } catch (KafkaException e) {
      log.debug("Kafka is away", e);
      return false;
    }
  }

  private void pollOnce(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    try {
      var records = consumer.poll(POLL);
      if (positioned) {
        count(records);
      } else {
        goToWhereCounted(consumer);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (StoreAwayException | KafkaException e) {
      about(log.atWarn()).addKeyValue("reason", e.toString()).log("visits wait to be counted");
      goBackLater();
    } catch (RuntimeException e) {
      about(log.atError()).setCause(e).log("visits could not be counted");
      goBackLater();
    }
  }

  /** Says whose visits they are, where they are not the home's. */
  private LoggingEventBuilder about(LoggingEventBuilder line) {
    return shard == 0 ? line : line.addKeyValue("shard", shard);
  }

  /** Nothing is lost: what was read and not counted is read again. */
  private void goBackLater() throws InterruptedException {
    positioned = false;
    var _ = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void goToWhereCounted(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    identity = topic.name() + " " + topic.id();
    var counted = visits.offsets(identity);
    for (var partition : consumer.assignment()) {
      var next = counted.get(partition.partition());
      if (next == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, next);
        lag.counted(partition, next);
      }
    }
    positioned = true;
  }

  private void count(ConsumerRecords<byte[], byte[]> records) {
    for (var partition : records.partitions()) {
      var read = read(partition, records.records(partition));
      visits
          .add(read, empty)
          .ifPresentOrElse(
              fold -> {
                meters.counted(fold.clicks());
                lag.counted(partition, read.nextOffset());
              },
              () -> {
                about(log.atInfo())
                    .log("another node counts partition {} by now", partition.partition());
                positioned = false;
              });
    }
  }

  private Counted read(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    var batches = new ArrayList<ClickBatch>(records.size());
    for (var record : records) {
      try {
        batches.add(ClickBatch.read(record.value()));
      } catch (IllegalArgumentException e) {
        meters.unreadable();
        log.atError()
            .addKeyValue("offset", record.offset())
            .addKeyValue("reason", e.getMessage())
            .log("not a batch of clicks");
      }
    }
    return new Counted(
        new TopicPartition(identity, partition.partition()),
        records.getFirst().offset(),
        records.getLast().offset() + 1,
        batches);
  }

  /** A partition that comes or goes has to be positioned anew. */
  private final class PositionsLost implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      positioned = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      positioned = false;
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        topic.bootstrapServers(),
        ConsumerConfig.GROUP_ID_CONFIG,
        topic.name() + "." + name,
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        POLL_RECORDS_MAX,
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        (int) FETCH_WAIT_MAX.toMillis(),
        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
        FETCH_BYTES_MIN,
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        PARTITION_BYTES_MAX,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        (int) DEAD_AFTER.toMillis(),
        ConsumerConfig.CLIENT_ID_CONFIG,
        "shortener-" + name);
  }
}
