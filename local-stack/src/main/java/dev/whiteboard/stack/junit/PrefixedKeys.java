package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.RedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** The keys of one test class. */
final class PrefixedKeys {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);

  private PrefixedKeys() {}

  /** Deletes the keys that begin with the prefix, which has nothing in it that a pattern means. */
  static void delete(String redisUrl, String prefix) throws IOException {
    try (RedisConnection redis = RedisConnection.open(redisUrl, ANSWER_TIME_MAX)) {
      redis.call("EVAL", script(), "0", prefix + "*");
    }
  }

  private static String script() throws IOException {
    try (InputStream script =
        Objects.requireNonNull(PrefixedKeys.class.getResourceAsStream("delete-keys.lua"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
