package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.log.OutboxLanes;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries messages from the outbox to Kafka: each once at least, and each chat's in its order, also
 * when a lane goes from one node to another.
 *
 * <p>Every node has one, and each lane one of them at a time. The first to come takes all lanes;
 * those of a node that ends, or is not heard of for some seconds, go to the others. Each shard has
 * its own lanes: one that is away keeps its messages, and holds up no other's.
 *
 * <p>{@code chat_outbox_lag} is the age of the oldest message that this node has still to tell, in
 * seconds, whichever shard has it; of all nodes, the greatest counts.
 */
public final class OutboxRelay implements AutoCloseable {
  /*
   *   outbox  lane 0 ─▸ relay on node A ─┐
   *           lane 1 ─▸ relay on node A ─┼─▸ topic "messages", key = chat
   *           lane 2 ─▸ relay on node B ─┤
   *           lane 3 ─▸ relay on node B ─┘
   *
   *   one round:  read the oldest, by id ─▸ one Kafka transaction ─▸ delete what it holds
   *
   * Why no chat's order breaks. Rows come into a lane under the chat's lock, so whoever sees a row
   * sees those before it, or Kafka has them. A round's records are written in that order, all or
   * none. So however rounds of two nodes mix, a record comes to Kafka for the first time only
   * behind those before it; a second time it is behind its chat's last, and is dropped.
   */

  private final List<LaneRelay> lanes = new ArrayList<>();

  /**
   * Starts.
   *
   * @param databases the log's
   * @param topic see {@link OutboxTopic}; the caller closes it after this
   * @param node this node's name, of no other and of none before
   */
  public OutboxRelay(
      Shards<Database> databases,
      KafkaTopic topic,
      UUID node,
      InstantSource clock,
      MeterRegistry registry) {
    for (var shard = 0; shard < databases.all().size(); shard++) {
      var database = databases.all().get(shard);
      for (var number = 0; number < OutboxLanes.COUNT; number++) {
        lanes.add(new LaneRelay(new Lane(database, shard, number, node), topic, clock));
      }
    }
    Gauge.builder("chat.outbox.lag", () -> lagSeconds(clock))
        .description("Age of the oldest message that this node has still to tell Kafka, in seconds")
        .register(registry);
  }

  private double lagSeconds(InstantSource clock) {
    return lanes.stream()
        .map(LaneRelay::oldestAt)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
        .map(lag -> Math.max(0, lag))
        .orElse(0.0);
  }

  /** Ends, within some seconds, after the batches under way. */
  @Override
  public void close() {
    lanes.forEach(LaneRelay::beginClose);
    lanes.forEach(LaneRelay::close);
  }
}
