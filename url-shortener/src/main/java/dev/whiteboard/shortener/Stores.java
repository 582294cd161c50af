package dev.whiteboard.shortener;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.shortener.click.ClickTopic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * The three servers behind the shortener.
 *
 * @param database PostgreSQL: links and visits
 * @param replica a copy of it that lags a little; empty where there is none
 * @param redis Redis: targets, for all nodes
 * @param clickTopic Kafka: clicks on their way to be counted
 */
record Stores(Database database, Optional<Database> replica, Redis redis, KafkaTopic clickTopic) {
  private static final String SCHEMA = "shortener";

  /** Opens them. Only PostgreSQL has to be there: without the other two we degrade. */
  static Stores open(ShortenerSettings settings, Closers closers) {
    var database =
        closers.add(Database.open(settings.database(), SCHEMA, settings.databaseConnectionsMax()));
    database.migrate("db/shortener");
    var replica =
        settings
            .replica()
            .map(url -> closers.add(Database.open(url, SCHEMA, settings.databaseConnectionsMax())));
    var redis = closers.add(Redis.open(settings.redisUrl()));
    var topic =
        ClickTopic.of(settings.kafkaBootstrapServers(), settings.kafkaTopicPrefix() + "clicks");
    return new Stores(database, replica, redis, closers.add(topic));
  }

  /** Shows how busy the pools are. */
  void watch(MeterRegistry registry) {
    database.watch(registry, "primary");
    replica.ifPresent(copy -> copy.watch(registry, "replica"));
  }

  /** Asks each for a sign of life. */
  HealthChecks health() {
    var checks =
        new HealthChecks()
            .add("postgresql", database::ping)
            .add("redis", redis::ping)
            .add("kafka", clickTopic::ping);
    replica.ifPresent(copy -> checks.add("postgresql-replica", copy::ping));
    return checks;
  }
}
