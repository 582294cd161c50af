package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Redis.RedisAwayException;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.process.FreePort;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class RedisIT {
  private static final Duration FAILURE_MAX = Duration.ofMillis(400);
  private static final Duration BACK_MAX = Duration.ofSeconds(5);

  private static EmbeddedRedis server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void send_serverThere_answers() throws Exception {
    try (var redis = Redis.open(server.url())) {
      awaitThere(redis);

      assertThat(result(redis.send(commands -> commands.set("a", "b")))).isEqualTo("OK");
      assertThat(result(redis.send(commands -> commands.get("a")))).isEqualTo("b");
      redis.ping();
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void send_serverGoneAndBack_failsAtOnceAndThenWorks() throws Exception {
    try (var redis = Redis.open(server.url())) {
      awaitThere(redis);

      server.stop();
      for (var i = 0; i < 20; i++) {
        assertFailsAtOnce(redis);
      }
      assertThatThrownBy(redis::ping).isNotNull();
      server.restart();

      awaitThere(redis);
    }
  }

  /** Commands without an answer may not pile up either: a cache is asked a lot. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void send_serverSilentAndBack_failsInTimeHoweverManyWait() {
    try (var redis = Redis.open(server.url())) {
      awaitThere(redis);

      server.pause();
      try {
        assertFailsAtOnce(redis);
        var waiting = new ArrayList<CompletableFuture<String>>();
        for (var i = 0; i < 20_000; i++) {
          waiting.add(redis.send(commands -> commands.get("a")).toCompletableFuture());
        }
        await().atMost(Duration.ofSeconds(3)).until(() ->
            waiting.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        var failures = waiting.stream().map(CompletableFuture::exceptionNow).toList();
        assertThat(failures).anyMatch(RedisCommandTimeoutException.class::isInstance);
        assertThat(failures).anyMatch(failure ->
            String.valueOf(failure.getMessage()).contains("size exceeded: 16384"));
      } finally {
        server.resume();
      }

      awaitThere(redis);
    }
  }

  @Test
  void open_serverNotThereYet_isThereOnceItIs(@TempDir Path folder) {
    var port = FreePort.find();
    try (var redis = Redis.open("redis://127.0.0.1:" + port)) {
      assertFailsAtOnce(redis);
      assertThat(failure(redis.send(commands -> commands.get("a")).toCompletableFuture()))
          .isInstanceOf(RedisAwayException.class);

      try (var late = EmbeddedRedis.start(folder.resolve("redis"), port)) {
        assertThat(late.port()).isEqualTo(port);
        awaitThere(redis);
      }
    }
  }

  /** It takes the connection and never greets: that may not cost a minute once it is replaced. */
  @Test
  void open_serverThatSaysNothing_isGivenUpSoon(@TempDir Path folder) throws Exception {
    var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var port = silent.getLocalPort();
    try (var redis = Redis.open("redis://127.0.0.1:" + port);
        var taken = silent.accept()) {
      assertThat(taken.isConnected()).isTrue();
      assertFailsAtOnce(redis);
      silent.close();

      try (var real = EmbeddedRedis.start(folder.resolve("redis"), port)) {
        assertThat(real.version()).isNotBlank();
        awaitThere(redis);
      }
    }
  }

  @Test
  void send_closed_failsAtOnce() {
    var redis = Redis.open(server.url());
    redis.close();

    assertFailsAtOnce(redis);
  }

  @Test
  void close_serverNeverThere_takesNotLong() {
    var redis = Redis.open("redis://127.0.0.1:" + FreePort.find());
    assertFailsAtOnce(redis);

    var startedNanos = System.nanoTime();
    redis.close();

    assertThat(since(startedNanos)).isLessThan(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "secret", "http://:secret@host", "redis://:sec ret@host", "redis://:secret@"})
  void open_noRedisUrl_isRefusedWithoutRepeatingIt(String url) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Redis.open(url))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sec"));
  }

  private static void awaitThere(Redis redis) {
    await()
        .atMost(BACK_MAX)
        .ignoreExceptions()
        .untilAsserted(redis::ping);
  }

  private static void assertFailsAtOnce(Redis redis) {
    var startedNanos = System.nanoTime();
    assertThatThrownBy(() -> result(redis.send(commands -> commands.get("a")))).isNotNull();
    assertThat(since(startedNanos)).isLessThan(FAILURE_MAX);
  }

  private static Throwable failure(CompletableFuture<?> answer) {
    await().atMost(FAILURE_MAX).until(answer::isCompletedExceptionally);
    return answer.exceptionNow();
  }

  private static String result(CompletionStage<String> answer) throws Exception {
    return answer.toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
