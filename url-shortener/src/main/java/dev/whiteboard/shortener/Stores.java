package dev.whiteboard.shortener;

import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.shortener.click.ClickTopic;

/**
 * The three servers behind the shortener.
 *
 * @param database PostgreSQL: links and visits
 * @param redis Redis: targets, for all nodes
 * @param clickTopic Kafka: clicks on their way to be counted
 */
record Stores(Database database, Redis redis, ClickTopic clickTopic) {
  private static final String SCHEMA = "shortener";

  /** Opens them. Only PostgreSQL has to be there: without the other two we degrade. */
  static Stores open(ShortenerSettings settings, Closers closers) {
    var database =
        closers.add(Database.open(settings.database(), SCHEMA, settings.databaseConnectionsMax()));
    database.migrate("db/shortener");
    var redis = closers.add(Redis.open(settings.redisUrl()));
    var topic =
        new ClickTopic(settings.kafkaBootstrapServers(), settings.kafkaTopicPrefix() + "clicks");
    return new Stores(database, redis, closers.add(topic));
  }

  /** Asks each for a sign of life. */
  HealthChecks health() {
    return new HealthChecks()
        .add("postgresql", database::ping)
        .add("redis", redis::ping)
        .add("kafka", clickTopic::ping);
  }
}
