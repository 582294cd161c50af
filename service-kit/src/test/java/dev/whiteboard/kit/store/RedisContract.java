package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server that goes and comes back: commands fail in time, and the same connection works again.
 * Each case asks for one key, so that it is the same whether this server is alone or in a cluster.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisContract {
  /** The key that all is about. */
  static final String KEY = "{contract}";

  /** The 100 ms that {@link Redis} allows, and what a busy machine takes to notice them. */
  private static final Duration CALL_MAX = Duration.ofSeconds(2);

  /** A master of a cluster waits for two seconds before it takes its place again. */
  static final Duration BACK_MAX = Duration.ofSeconds(30);

  /** A close that waits for the server would take longer. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(4);

  private static final int CALLS = 100;

  private EmbeddedRedis server;
  private Redis redis;

  /** The server that has {@link #KEY}. */
  abstract EmbeddedRedis server();

  /** What a service is told. */
  abstract String url();

  @BeforeEach
  void open() {
    server = server();
    redis = Redis.open(url());
    awaitBack();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  /** The one under test. */
  final Redis redis() {
    return redis;
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

    // One after the other: a wait of 100 ms each would be twice as long.
    var startedNanos = System.nanoTime();
    var outcomes = IntStream.range(0, CALLS).mapToObj(_ -> outcome()).toList();
    assertThat(outcomes).containsOnly("away");
    assertThat(since(startedNanos)).isLessThan(Duration.ofSeconds(5));

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
      var sent = IntStream.range(0, CALLS).mapToObj(_ -> ask(redis)).toList();
      assertThat(sent.stream().map(answer -> outcome(answer, startedNanos))).containsOnly("away");
    } finally {
      server.resume();
    }
    awaitBack();
  }

  @Test
  void send_serverAbsentAtTheStart_failsAtOnceAndWorksOnceItIsThere() {
    server.stop();
    try (var early = Redis.open(url())) {
      assertThat(outcome(early)).isEqualTo("away");

      server.restart();

      await().atMost(BACK_MAX).until(() -> outcome(early).equals("back"));
    }
  }

  /** A cache must not be filled with what was true before the outage. */
  @Test
  void send_whileTheServerIsAway_isNotMadeUpForLater() {
    server.stop();
    var startedNanos = System.nanoTime();
    var late = redis.send(commands -> commands.set(KEY + "late", "1"));
    assertThat(outcome(late, startedNanos)).isEqualTo("away");

    server.restart();
    awaitBack();

    var found = redis.send(commands -> commands.exists(KEY + "late")).thenApply(String::valueOf);
    assertThat(outcome(found, System.nanoTime())).isEqualTo("0");
  }

  @Test
  void ping_serverThereStoppedAndBack_saysSo() {
    await().atMost(BACK_MAX).ignoreExceptions().untilAsserted(redis::ping);
    server.stop();
    try {
      assertThatThrownBy(redis::ping).isInstanceOf(Exception.class);
    } finally {
      server.restart();
    }
    await().atMost(BACK_MAX).ignoreExceptions().untilAsserted(redis::ping);
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
    try {
      assertThat(List.of(closing(redis), closing(Redis.open(url()))))
          .allMatch(taken -> taken.compareTo(CLOSE_MAX) < 0);
    } finally {
      server.restart();
    }
  }

  /** Who waits for an answer must not wait for ever because nobody is there to time it out. */
  @Test
  void close_whileCommandsWait_endsThem() {
    server.pause();
    try {
      var startedNanos = System.nanoTime();
      var sent = IntStream.range(0, CALLS).mapToObj(_ -> ask(redis)).toList();
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

    assertThat(ask(redis).toCompletableFuture()).failsWithin(CALL_MAX);
  }

  final void awaitBack() {
    await().atMost(BACK_MAX).until(() -> outcome().equals("back"));
  }

  private String outcome() {
    return outcome(redis);
  }

  private static String outcome(Redis redis) {
    var startedNanos = System.nanoTime();
    return outcome(ask(redis), startedNanos);
  }

  private static CompletionStage<String> ask(Redis redis) {
    return redis.send(commands -> commands.set(KEY, "1").thenApply(_ -> "back"));
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
