package dev.whiteboard.ratelimit.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/** A connection of a test's own, to look at what stands in Redis. */
final class RawRedis implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private RawRedis(String url) {
    client = RedisClient.create(RedisURI.create(url));
    connection = client.connect();
  }

  static RawRedis open(String url) {
    return new RawRedis(url);
  }

  RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** What a script of whole numbers says. */
  List<Long> run(Script script, List<String> keys, List<String> args) {
    return commands()
        .eval(
            script.text(),
            ScriptOutputType.MULTI,
            keys.toArray(String[]::new),
            args.toArray(String[]::new));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
