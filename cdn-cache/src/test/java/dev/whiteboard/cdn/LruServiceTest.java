package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.process.Shell;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As its clients know it: those that were written for Redis. */
final class LruServiceTest {
  private static final int MEGABYTE = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final LruService service = start();

  private LruService start() {
    try {
      return LruService.start(settings("--cdn-resp-maxmemory", "1048576"), vertx);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LruSettings settings(String... arguments) {
    return LruSettings.read(Settings.of(Map.of("CDN_RESP_PORT", "0"), List.of(arguments)));
  }

  @AfterEach
  void close() throws Exception {
    service.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private interface Use {
    void with(RedisCommands<String, String> redis);
  }

  private void lettuce(Use use) {
    var client = RedisClient.create(service.url().toString());
    try (var connection = client.connect()) {
      use.with(connection.sync());
    } finally {
      client.shutdown();
    }
  }

  @Test
  void lettuce_findsWhatItKept() {
    lettuce(redis -> {
      assertThat(redis.set("a", "1", SetArgs.Builder.ex(100))).isEqualTo("OK");
      assertThat(redis.set("a", "2", SetArgs.Builder.nx())).isNull();
      assertThat(redis.incr("a")).isEqualTo(2);
      assertThat(redis.ttl("a")).isBetween(1L, 100L);
      assertThat(redis.mget("a", "b").getFirst().getValue()).isEqualTo("2");
      assertThat(redis.del("a")).isEqualTo(1);
      assertThat(redis.dbsize()).isZero();
    });
  }

  @Test
  void lettuce_puttingMoreThanThereIsRoomFor_findsTheLast_andNotTheFirst() {
    lettuce(redis -> {
      var value = "x".repeat(1_000);
      for (var i = 0; i < 2 * MEGABYTE / 1_000; i++) {
        redis.set("key-" + i, value);
      }
      assertThat(redis.get("key-" + (2 * MEGABYTE / 1_000 - 1))).isEqualTo(value);
      assertThat(redis.get("key-0")).isNull();
      assertThat(redis.configGet("maxmemory*"))
          .containsEntry("maxmemory", Integer.toString(MEGABYTE))
          .containsEntry("maxmemory-policy", "allkeys-lru");
    });
  }

  @Test
  void redisCli_isAnswered() {
    assumeThat(Shell.run("redis-cli", "--version").succeeded()).isTrue();
    var port = Integer.toString(service.url().getPort());

    assertThat(Shell.run("redis-cli", "-p", port, "SET", "a", "b").output()).contains("OK");
    assertThat(Shell.run("redis-cli", "-p", port, "GET", "a").output()).contains("b");
    assertThat(Shell.run("redis-cli", "-p", port, "INFO", "keyspace").output()).contains("keys=1");
  }

  @Test
  void redisBenchmark_runsToItsEnd() {
    assumeThat(Shell.run("redis-benchmark", "--version").succeeded()).isTrue();
    var port = Integer.toString(service.url().getPort());

    var run =
        Shell.run("redis-benchmark", "-p", port, "-n", "1000", "-P", "10", "-q", "-t", "set,get");

    assertThat(run.succeeded()).isTrue();
    assertThat(run.output()).contains("SET:").contains("GET:").doesNotContain("Error");
  }

  @ParameterizedTest
  @CsvSource({"lru, allkeys-lru", "w-tiny-lfu, allkeys-lfu", "sieve, allkeys-sieve"})
  void policy_isToldAsRedisWouldNameIt(String policy, String told) {
    assertThat(settings("--cdn-resp-policy", policy).redisPolicy()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"--cdn-resp-maxmemory, 10", "--cdn-resp-maxmemory, x", "--cdn-resp-policy, best"})
  void read_badSetting_isRefused(String flag, String value) {
    assertThatThrownBy(() -> settings(flag, value)).isInstanceOf(BadSettingException.class);
  }
}
