package dev.whiteboard.chat.search;

import dev.whiteboard.chat.outbox.OutboxConsumer;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.shard.Shards;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Carries messages from Kafka into the index; nodes share the work as one consumer group for each
 * shard.
 *
 * <p>Each group reads the whole topic and keeps what is of its shard's chats. That is as many times
 * the reading; but each has a place of its own to read on from, and one whose shard is away holds
 * up none of the others.
 *
 * <p>Where to read on stands in Kafka and not beside the words, and is told after these are
 * written. That is enough, as the index minds nothing that comes twice; and it keeps a partition's
 * two readers, for the moment in which there are two, from waiting for one another at one row.
 *
 * <p>{@code chat_search_index_lag} is the number of records that this node has still to read, once
 * for each shard; of all nodes, the sum counts.
 */
public final class IndexFeed implements AutoCloseable {
  private final Shards<SearchIndex> indexes;
  private final AtomicLongArray lags;
  private final Shards<OutboxConsumer> consumers;

  /**
   * Starts.
   *
   * @param topic see {@link dev.whiteboard.chat.outbox.OutboxTopic}; the caller closes it after
   *     this
   * @param prefix of the service's consumer groups
   */
  public IndexFeed(
      KafkaTopic topic, String prefix, Shards<SearchIndex> indexes, MeterRegistry registry) {
    this.indexes = indexes;
    var shards = indexes.all().size();
    this.lags = new AtomicLongArray(shards);
    Gauge.builder("chat.search.index.lag", lags, IndexFeed::sum)
        .description("Records that this node has still to read for search, as far as Kafka said")
        .register(registry);
    this.consumers =
        Shards.inOrder(
            IntStream.range(0, shards)
                .mapToObj(shard -> consumer(topic, prefix + "search", shard))
                .toList());
  }

  /** The home's group has a name of its own, the others' have their number behind it. */
  private OutboxConsumer consumer(KafkaTopic topic, String name, int shard) {
    var index = indexes.all().get(shard);
    return new OutboxConsumer(
        topic,
        shard == 0 ? name : name + "-shard-" + shard,
        messages -> index.take(share(messages, shard)),
        lag -> lags.set(shard, lag));
  }

  private List<OutboxRecord> share(List<OutboxRecord> messages, int shard) {
    return messages.stream()
        .filter(message -> indexes.number(message.chat().value()) == shard)
        .toList();
  }

  private static double sum(AtomicLongArray lags) {
    return IntStream.range(0, lags.length()).mapToLong(lags::get).sum();
  }

  /** Ends after the batches under way. */
  @Override
  public void close() {
    consumers.forAll(OutboxConsumer::close);
  }
}
