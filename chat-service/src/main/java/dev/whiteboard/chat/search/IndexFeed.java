package dev.whiteboard.chat.search;

import dev.whiteboard.chat.outbox.OutboxConsumer;
import dev.whiteboard.kit.kafka.KafkaTopic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries messages from Kafka into the index; nodes share the work as one consumer group.
 *
 * <p>Where to read on stands in Kafka and not beside the words, and is told after these are
 * written. That is enough, as the index minds nothing that comes twice; and it keeps a partition's
 * two readers, for the moment in which there are two, from waiting for one another at one row.
 *
 * <p>{@code chat_search_index_lag} is the number of records that this node has still to read; of
 * all nodes, the sum counts.
 */
public final class IndexFeed implements AutoCloseable {
  private final AtomicLong lag = new AtomicLong();
  private final OutboxConsumer consumer;

  /**
   * Starts.
   *
   * @param topic see {@link dev.whiteboard.chat.outbox.OutboxTopic}; the caller closes it after
   *     this
   * @param prefix of the service's consumer groups
   */
  public IndexFeed(KafkaTopic topic, String prefix, SearchIndex index, MeterRegistry registry) {
    Gauge.builder("chat.search.index.lag", lag, AtomicLong::doubleValue)
        .description("Records that this node has still to read for search, as far as Kafka said")
        .register(registry);
    this.consumer = new OutboxConsumer(topic, prefix + "search", index::take, lag::set);
  }

  /** Ends after the batch under way. */
  @Override
  public void close() {
    consumer.close();
  }
}
