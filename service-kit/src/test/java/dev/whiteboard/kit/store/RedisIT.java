package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server that goes and comes back: commands fail in time, and the same connection works again.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.SAME_THREAD)
final class RedisIT {
  /** The 100 ms that {@link Redis} allows, and what a busy machine takes to notice them. */
  private static final Duration CALL_MAX = Duration.ofMillis(600);

  private static final Duration BACK_MAX = Duration.ofSeconds(5);

  /** A close that waits for the server would take longer. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(4);

  private static final int CALLS = 100;

  private EmbeddedRedis server;
  private Redis redis;

  @BeforeEach
  void start(@TempDir Path folder) {
    server = EmbeddedRedis.start(folder.resolve("redis"));
    redis = Redis.open(server.url());
    awaitBack();
  }

  @AfterEach
  void close() {
    redis.close();
    server.close();
  }

  @Test
  void open_noRedisUrl_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Redis.open("http://:secret@127.0.0.1:6379"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }

  @Test
  void send_serverStoppedAndBack_failsAtOnceAndThenWorks() {
    server.stop();

    // One after the other: a wait of 100 ms each would be ten times as long.
    var startedNanos = System.nanoTime();
    var outcomes = IntStream.range(0, CALLS).mapToObj(_ -> outcome()).toList();
    assertThat(outcomes).containsOnly("away");
    assertThat(since(startedNanos)).isLessThan(Duration.ofSeconds(1));

    server.restart();
    awaitBack();
  }

  @Test
  void send_serverRestartedBetweenTwoCommands_worksAgain() {
    server.restart();

    awaitBack();
  }

  /** The worst of outages: the connection stays, and nothing answers on it. */
  @Test
  void send_serverSilentAndBack_failsInTimeAndThenWorks() {
    server.pause();
    try {
      var startedNanos = System.nanoTime();
      var sent = IntStream.range(0, CALLS).mapToObj(_ -> ping()).toList();
      assertThat(sent.stream().map(answer -> outcome(answer, startedNanos))).containsOnly("away");
    } finally {
      server.resume();
    }
    awaitBack();
  }

  @Test
  void send_serverAbsentAtTheStart_failsAtOnceAndWorksOnceItIsThere() {
    server.stop();
    try (var early = Redis.open(server.url())) {
      assertThat(outcome(early)).isEqualTo("away");

      server.restart();

      await().atMost(BACK_MAX).until(() -> outcome(early).equals("PONG"));
    }
  }

  /** A cache must not be filled with what was true before the outage. */
  @Test
  void send_whileTheServerIsAway_isNotMadeUpForLater() {
    server.stop();
    var startedNanos = System.nanoTime();
    var late = redis.send(commands -> commands.set("late", "1"));
    assertThat(outcome(late, startedNanos)).isEqualTo("away");

    server.restart();
    awaitBack();

    var found = redis.send(commands -> commands.exists("late")).thenApply(String::valueOf);
    assertThat(outcome(found, System.nanoTime())).isEqualTo("0");
  }

  @Test
  void ping_serverSilent_failsInTime() {
    server.pause();
    try {
      var startedNanos = System.nanoTime();
      assertThatThrownBy(redis::ping).isInstanceOf(Exception.class);
      assertThat(since(startedNanos)).isLessThan(CALL_MAX);
    } finally {
      server.resume();
    }
  }

  @Test
  void close_serverSilent_takesNotLong() {
    server.pause();
    try {
      assertThat(closing(redis)).isLessThan(CLOSE_MAX);
    } finally {
      server.resume();
    }
  }

  @Test
  void close_serverAbsent_takesNotLong() {
    server.stop();

    assertThat(List.of(closing(redis), closing(Redis.open(server.url()))))
        .allMatch(taken -> taken.compareTo(CLOSE_MAX) < 0);
  }

  /** Who waits for an answer must not wait for ever because nobody is there to time it out. */
  @Test
  void close_whileCommandsWait_endsThem() {
    server.pause();
    try {
      var startedNanos = System.nanoTime();
      var sent = IntStream.range(0, CALLS).mapToObj(_ -> ping()).toList();
      redis.close();
      assertThat(sent)
          .allSatisfy(answer ->
              assertThat(answer.toCompletableFuture())
                  .failsWithin(CLOSE_MAX.minus(since(startedNanos))));
    } finally {
      server.resume();
    }
  }

  @Test
  void send_afterClose_fails() {
    redis.close();

    assertThat(ping().toCompletableFuture()).failsWithin(CALL_MAX);
  }

  private void awaitBack() {
    await().atMost(BACK_MAX).until(() -> outcome().equals("PONG"));
  }

  private CompletionStage<String> ping() {
    return redis.send(RedisAsyncCommands::ping);
  }

  private String outcome() {
    return outcome(redis);
  }

  private static String outcome(Redis redis) {
    var startedNanos = System.nanoTime();
    return outcome(redis.send(RedisAsyncCommands::ping), startedNanos);
  }

  /** In time, or it is none. */
  private static String outcome(CompletionStage<String> answer, long startedNanos) {
    try {
      return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException _) {
      var taken = since(startedNanos);
      return taken.compareTo(CALL_MAX) < 0 ? "away" : "away after " + taken;
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static Duration closing(Redis redis) {
    var startedNanos = System.nanoTime();
    redis.close();
    return since(startedNanos);
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
