package dev.whiteboard.shortener;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.shortener.click.ClickTopic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers behind the shortener.
 *
 * @param databases PostgreSQL: links and visits, a share of them in each
 * @param replicas a copy of each that lags a little; empty where there are none
 * @param redis Redis: targets, for all nodes
 * @param clickTopic Kafka: clicks on their way to be counted
 */
record Stores(
    Shards<Database> databases, List<Database> replicas, Redis redis, KafkaTopic clickTopic) {
  static final String SCHEMA = "shortener";

  /** What further ones are called, with their number; the home needs no name. */
  private static final String SHARD = "shard-";

  private static final String REPLICA = "replica-";

  /** Opens them. Only PostgreSQL, all of it, has to be there: without the other two we degrade. */
  static Stores open(ShortenerSettings settings, Closers closers) {
    var databases = open(settings.database(), settings.database().shards(), SHARD, closers);
    databases.forEach(database -> database.migrate("db/shortener"));
    var replicas = open(settings.database(), settings.database().replicas(), REPLICA, closers);
    var redis = closers.add(Redis.open(settings.redisUrl()));
    var topic =
        ClickTopic.of(settings.kafkaBootstrapServers(), settings.kafkaTopicPrefix() + "clicks");
    return new Stores(Shards.inOrder(databases), replicas, redis, closers.add(topic));
  }

  private static List<Database> open(
      DatabaseSettings settings, List<DatabaseUrl> urls, String others, Closers closers) {
    var databases = new ArrayList<Database>();
    for (var url : urls) {
      var name = databases.isEmpty() ? "" : others + databases.size();
      databases.add(closers.add(Database.open(url, SCHEMA, settings.connectionsMax(), name)));
    }
    return databases;
  }

  /** The copy of a shard, where there is one. */
  Optional<Database> replica(int shard) {
    return replicas.isEmpty() ? Optional.empty() : Optional.of(replicas.get(shard));
  }

  /** Shows how busy the pools are. */
  void watch(MeterRegistry registry) {
    watch(registry, "primary", SHARD, databases.all());
    watch(registry, "replica", REPLICA, replicas);
  }

  private static void watch(
      MeterRegistry registry, String home, String others, List<Database> databases) {
    for (var number = 0; number < databases.size(); number++) {
      databases.get(number).watch(registry, number == 0 ? home : others + number);
    }
  }

  /** Asks each for a sign of life. */
  HealthChecks health() {
    var checks = new HealthChecks();
    add(checks, "postgresql", "postgresql-shard-", databases.all());
    checks.add("redis", redis::ping).add("kafka", clickTopic::ping);
    add(checks, "postgresql-replica", "postgresql-replica-", replicas);
    return checks;
  }

  /** The home's has a name, the others' are numbered from 1. */
  private static void add(
      HealthChecks checks, String home, String others, List<Database> databases) {
    for (var number = 0; number < databases.size(); number++) {
      checks.add(number == 0 ? home : others + number, databases.get(number)::ping);
    }
  }
}
