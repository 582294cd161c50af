package dev.whiteboard.chat;

import dev.whiteboard.chat.ChatSettings.Servers;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The three servers behind a node.
 *
 * @param database PostgreSQL, for requests
 * @param logDatabase the same, for the log: a send never waits behind a request
 * @param redis Redis: who is where, and hints
 * @param messages Kafka: what the outbox tells
 */
record Stores(Database database, Database logDatabase, Redis redis, KafkaTopic messages) {
  private static final String SCHEMA = "chat";

  /** Opens them. Only PostgreSQL has to be there: without the other two we degrade. */
  static Stores open(Servers servers, Closers closers) {
    var database =
        closers.add(Database.open(servers.database(), SCHEMA, servers.databaseConnectionsMax()));
    database.migrate("db/chat");
    return new Stores(
        database,
        closers.add(LogDatabase.open(servers.database(), SCHEMA)),
        closers.add(Redis.open(servers.redisUrl())),
        closers.add(OutboxTopic.on(servers.kafkaBootstrapServers(), servers.kafkaPrefix())));
  }

  /** Shows how busy the pools are. */
  void watch(MeterRegistry registry) {
    database.watch(registry, "requests");
    logDatabase.watch(registry, "log");
  }

  /** Asks each for a sign of life. */
  HealthChecks health() {
    return new HealthChecks()
        .add("postgresql", database::ping)
        .add("redis", redis::ping)
        .add("kafka", messages::ping);
  }
}
