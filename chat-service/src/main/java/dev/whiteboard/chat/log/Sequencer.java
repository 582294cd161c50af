package dev.whiteboard.chat.log;

import dev.whiteboard.chat.log.Request.Answer;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * Gives the drafts of some partitions their places, in the order in which they stand there; nodes
 * share the partitions as one consumer group.
 *
 * <p>Where to read on is told to Kafka after the commit. Whoever dies in between leaves drafts that
 * are read again, and found. So does one that stood still and does not know that it has lost its
 * partitions: it and its successor read the same drafts in the same order, the fence lets one of
 * them write each, and the other finds it written.
 */
final class Sequencer implements KafkaLoop.Reader {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Drafts of one transaction, and of one poll. */
  private static final int BATCH_MAX = 256;

  /** A partition's share of a poll, so that a batch stays small where drafts are large. */
  private static final int PARTITION_BYTES_MAX = 1024 * 1024;

  /** A node that is silent for so long loses its partitions; until then their chats wait. */
  private static final Duration DEAD_AFTER = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofMillis(1500);
  private static final Duration COMMIT_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Sequencer.class);

  private final LogTopics topics;
  private final BatchKeeper keeper;
  private final KafkaSender sender;

  /** What was polled and is not kept yet, from where to read on after a failure. */
  private final Map<TopicPartition, Long> unkept = new HashMap<>();

  /** A request, and what becomes of it. */
  private record Served(Request request, Waiting waiting) {
    static Served of(Request request) {
      return new Served(request, new Waiting(request.draft(), new CompletableFuture<>()));
    }
  }

  /** Keeps drafts there, and answers so. */
  Sequencer(LogTopics topics, BatchKeeper keeper, KafkaSender sender) {
    this.topics = topics;
    this.keeper = keeper;
    this.sender = sender;
  }

  /** As one of a group of this name. */
  static Map<String, Object> settings(LogTopics topics, String group) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        topics.drafts().bootstrapServers(),
        ConsumerConfig.CLIENT_ID_CONFIG,
        "chat-log-sequencer",
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
        (int) HEARTBEAT.toMillis());
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    consumer.subscribe(List.of(topics.drafts().name()));
  }

  /** One transaction for all that a poll brought, of all its partitions. */
  @Override
  public void round(Consumer<byte[], byte[]> consumer) {
    var records = consumer.poll(POLL);
    if (records.isEmpty()) {
      return;
    }
    remember(records);
    keep(records);
    unkept.clear();
    commit(consumer);
  }

  /** Goes back to what is not kept, as far as the partitions are still this node's. */
  @Override
  public void recover(Consumer<byte[], byte[]> consumer) {
    unkept.keySet().retainAll(consumer.assignment());
    unkept.forEach(consumer::seek);
    unkept.clear();
  }

  private void remember(ConsumerRecords<byte[], byte[]> records) {
    for (var partition : records.partitions()) {
      unkept.put(partition, records.records(partition).getFirst().offset());
    }
  }

  /**
   * Keeps what was polled, and answers.
   *
   * @throws StoreAwayException where something of it is not kept
   */
  private void keep(ConsumerRecords<byte[], byte[]> records) {
    var served = new ArrayList<Served>(records.count());
    records.forEach(record -> read(record).map(Served::of).ifPresent(served::add));
    keeper.keep(served.stream().map(Served::waiting).toList());
    served.forEach(one -> sender.send(answer(one)));
  }

  private static Answer answer(Served served) {
    var outcome = served.waiting.outcome();
    if (outcome.isCompletedExceptionally()
        && outcome.exceptionNow() instanceof StoreAwayException away) {
      throw away;
    }
    return new Answer(
        served.request.node(),
        served.request.number(),
        outcome.isCompletedExceptionally() ? Optional.empty() : Optional.of(outcome.join()));
  }

  private static Optional<Request> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(RequestCodec.readRequest(record.value()));
    } catch (IllegalArgumentException e) {
      log.atError().setCause(e).log("a record that is no draft is passed over");
      return Optional.empty();
    }
  }

  /** Where that fails, drafts are read again and found: slower, and nothing else. */
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
