package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.outbox.OutboxConsumer;
import dev.whiteboard.chat.push.channel.Channels;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A node's part in telling those who are away: it hears, takes and tells. */
public final class Pushing implements AutoCloseable {
  private final Closers closers = new Closers();

  /**
   * What it works with.
   *
   * @param databases where chats are; all of pushes is in the home
   * @param topic what is said; the caller closes it after this
   * @param group of the nodes that share the work for chats of the home, and how those for the
   *     other shards begin; begins itself with the service's prefix
   * @param subscriptions where users want to be told
   * @param channels the ways out
   * @param settings what can be set
   * @param meters what is counted
   * @param sources where ids, chance and time come from
   */
  public record Parts(
      Shards<Database> databases,
      KafkaTopic topic,
      String group,
      Subscriptions subscriptions,
      Channels channels,
      PushSettings settings,
      PushMeters meters,
      Sources sources) {}

  /**
   * Where ids, chance and time come from.
   *
   * @param random for jitter; safe for many threads
   * @param nanos a stopwatch
   */
  public record Sources(
      UuidV7 ids, RandomGenerator random, InstantSource clock, LongSupplier nanos) {}

  private Pushing() {}

  /** Starts. */
  public static Pushing start(Parts parts) {
    var pushing = new Pushing();
    pushing.open(parts);
    return pushing;
  }

  private void open(Parts parts) {
    var sources = parts.sources;
    var times = parts.settings.times();
    var rows = new PushRows(parts.databases.home(), times, sources.nanos);
    closers.add(
        new PushWorkers(
            new PushWorkers.Parts(
                rows,
                delivery(parts, rows),
                parts.meters,
                times,
                sources.ids,
                sources.nanos,
                parts.settings.senders())));
    var consumers = consumers(parts);
    closers.add(() -> consumers.forAll(OutboxConsumer::close));
  }

  /**
   * One for each shard, each of which reads everything and hears what its shard has: so the others'
   * chats never wait for one that is away. To read a message and pass it over is cheap.
   */
  private static Shards<OutboxConsumer> consumers(Parts parts) {
    var intakes =
        PushIntake.forEach(parts.databases, parts.sources.clock, parts.settings.times().after());
    return Shards.inOrder(
        IntStream.range(0, intakes.all().size())
            .mapToObj(shard ->
                new OutboxConsumer(
                    parts.topic,
                    shard == 0 ? parts.group : parts.group + "-shard-" + shard,
                    intakes.all().get(shard)::heard,
                    parts.meters.lag()))
            .toList());
  }

  private static PushDelivery delivery(Parts parts, PushRows rows) {
    return new PushDelivery(
        new PushDelivery.Parts(
            rows,
            new PushLooks(
                parts.databases, parts.settings.times().after(), parts.settings.senders()),
            parts.subscriptions,
            parts.channels,
            new Shares(parts.settings.senders()),
            parts.settings.retries(),
            parts.meters,
            parts.sources.ids,
            parts.sources.random,
            parts.sources.clock));
  }

  /** Ends, within some seconds, after the pushes under way. */
  @Override
  public void close() {
    closers.close();
  }
}
