package dev.whiteboard.shortener.click;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code shortener_click_lag}: records in Kafka that are not counted yet for a shard, of the
 * partitions that this node counts.
 *
 * <p>It is not what the consumer has still to read: while PostgreSQL is away, that goes on to the
 * end, and has to read it all again.
 *
 * <p>For the counter's thread; the gauge is read by any.
 */
final class ClickLag {
  private static final Logger log = LoggerFactory.getLogger(ClickLag.class);

  private final AtomicLong records = new AtomicLong();

  /** Where to read on, behind what is counted. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Registers the gauge, for those who count for a shard. */
  ClickLag(MeterRegistry registry, int shard) {
    Gauge.builder("shortener.click.lag", records::get)
        .description("Records of clicks that this node has still to count, as far as Kafka said")
        .tag("shard", Integer.toString(shard))
        .register(registry);
  }

  /** All before this offset is counted. */
  void counted(TopicPartition partition, long upTo) {
    next.put(partition, upTo);
  }

  /** Looks how far that is from the end, as far as Kafka said. Does not block. */
  void look(Consumer<?, ?> consumer) {
    var assigned = consumer.assignment();
    next.keySet().retainAll(assigned);
    try {
      records.set(assigned.stream().mapToLong(partition -> behind(consumer, partition)).sum());
    } catch (TimeoutException e) {
      log.debug("a partition's position is just being asked for: the next look knows it", e);
    }
  }

  private long behind(Consumer<?, ?> consumer, TopicPartition partition) {
    var unread = consumer.currentLag(partition);
    if (unread.isEmpty()) {
      return 0;
    }
    var position = consumer.position(partition, Duration.ZERO);
    return unread.getAsLong() + position - next.getOrDefault(partition, position);
  }
}
