package dev.whiteboard.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.whiteboard.chat.ChatSettings.Servers;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.chat.push.channel.VapidKeys;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.ShardPlaces;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The servers behind a node.
 *
 * @param databases PostgreSQL, for requests: chats, a share of them in each
 * @param logDatabases the same, for the log: a send never waits behind a request
 * @param redis Redis: who is where, and hints
 * @param messages Kafka: what the outbox tells
 */
record Stores(
    Shards<Database> databases, Shards<Database> logDatabases, Redis redis, KafkaTopic messages) {
  static final String SCHEMA = "chat";

  /** What further shards are called, with their number; the home needs no name. */
  private static final String SHARD = "shard-";

  /** Opens them. Only PostgreSQL, all of it, has to be there: without the other two we degrade. */
  static Stores open(Servers servers, SecureRandom random, Closers closers) {
    var connections = servers.databaseConnectionsMax();
    var databases =
        open(
            servers.databases(),
            (url, name) -> Database.open(url, SCHEMA, connections, name),
            closers);
    databases.all().forEach(database -> database.migrate("db/chat"));
    takePlaces(databases, random);
    return new Stores(
        databases,
        open(servers.databases(), (url, name) -> LogDatabase.open(url, SCHEMA, name), closers),
        closers.add(Redis.open(servers.redisUrl())),
        closers.add(OutboxTopic.on(servers.kafkaBootstrapServers(), servers.kafkaPrefix())));
  }

  /** The key that push services know us by is one for all nodes, and no other chat has it. */
  private static void takePlaces(Shards<Database> databases, SecureRandom random) {
    var places = new ShardPlaces(databases, SCHEMA);
    places.check(); // before anything is written
    var keys = VapidKeys.load(databases.home(), random);
    places.take(keys.publicKey().getBytes(US_ASCII));
  }

  private static Shards<Database> open(
      List<DatabaseUrl> urls, BiFunction<DatabaseUrl, String, Database> open, Closers closers) {
    var databases = new ArrayList<Database>();
    for (var url : urls) {
      databases.add(closers.add(open.apply(url, name(databases.size(), "", SHARD))));
    }
    return Shards.inOrder(databases);
  }

  /** Shows how busy the pools are. */
  void watch(MeterRegistry registry) {
    watch(registry, "requests", databases);
    watch(registry, "log", logDatabases);
  }

  private static void watch(MeterRegistry registry, String pool, Shards<Database> databases) {
    for (var number = 0; number < databases.all().size(); number++) {
      databases.all().get(number).watch(registry, name(number, pool, pool + "-" + SHARD));
    }
  }

  /** Asks each for a sign of life. */
  HealthChecks health() {
    var checks = new HealthChecks();
    for (var number = 0; number < databases.all().size(); number++) {
      checks.add(
          name(number, "postgresql", "postgresql-" + SHARD), databases.all().get(number)::ping);
    }
    return checks.add("redis", redis::ping).add("kafka", messages::ping);
  }

  /** The home has a name of its own, the others are numbered from 1. */
  private static String name(int number, String home, String others) {
    return number == 0 ? home : others + number;
  }
}
