package dev.whiteboard.shortener;

import dev.whiteboard.kit.shard.Buckets;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.HandleCallback;

/** Two PostgreSQL servers with the links of one shortener, the first one its home. */
final class TwoShards implements AutoCloseable {
  private static final String SCHEMA = "shortener";

  private final List<EmbeddedPostgres> servers;
  private final AtomicInteger names = new AtomicInteger();

  private TwoShards(List<EmbeddedPostgres> servers) {
    this.servers = servers;
  }

  /** Starts both, empty. */
  static TwoShards start(Path folder) {
    return new TwoShards(
        List.of(
            EmbeddedPostgres.start(folder.resolve("home")),
            EmbeddedPostgres.start(folder.resolve("shard-1"))));
  }

  /** A server; 0 is the home. */
  EmbeddedPostgres server(int shard) {
    return servers.get(shard);
  }

  /** What a node on them is told. */
  Map<String, String> settings(TestStack stack) {
    return settings(stack, servers.getFirst().url(), servers.getLast().url());
  }

  /**
   * The same with these databases.
   *
   * @param others by comma; "" for none
   */
  static Map<String, String> settings(TestStack stack, String home, String others) {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", home);
    settings.put("DATABASE_SHARD_URLS", others);
    settings.put("REDIS_URL", stack.redisUrl());
    settings.put("SHORTENER_REDIS_PREFIX", stack.redisKeyPrefix());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers());
    settings.put("SHORTENER_KAFKA_PREFIX", stack.topicPrefix());
    return settings;
  }

  /** The shard that has a code. */
  static int shard(String code) {
    return Buckets.of(code) % 2;
  }

  /** The shard that has a link. */
  static int shardOf(JsonObject link) {
    return shard(link.getString("code"));
  }

  /** An alias that nobody has, of this shard. */
  String alias(int shard) {
    while (true) {
      var alias = "alias-" + names.incrementAndGet();
      if (shard(alias) == shard) {
        return alias;
      }
    }
  }

  /** A link of this shard, made there. */
  JsonObject shorten(TestNode node, int shard) {
    return node.shorten(
        new JsonObject().put("url", "https://example.com/").put("alias", alias(shard)));
  }

  /** Asks one of them. */
  <T> T ask(int shard, HandleCallback<T, RuntimeException> question) {
    var url = DatabaseUrl.parse(server(shard).url());
    try (var database = Database.open(url, SCHEMA, 2)) {
      return database.query(question);
    }
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedPostgres::close);
  }
}
