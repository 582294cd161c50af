package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that goes and comes back: calls fail in time, and the same pool works again. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class DatabaseOutageIT {
  /** Above the longest wait that {@link Database} allows, and below what a request may take. */
  private static final Duration CALL_MAX = Duration.ofMillis(7_500);

  private static final Duration BACK_MAX = Duration.ofSeconds(5);

  private static final int CALLERS = 6;

  private static EmbeddedPostgres postgres;

  private final Database database = open();

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static Database open() {
    return Database.open(DatabaseUrl.parse(postgres.url()), "tea", 3);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void query_serverStoppedAndBack_isAwayAndThenWorksWithoutARestart() throws Exception {
    assertThat(one()).isEqualTo(1);

    postgres.stop();
    assertThat(callAllAtOnce()).containsOnly("away");
    postgres.restart();

    await().atMost(BACK_MAX).until(() -> outcome().equals("1"));
    assertThat(callAllAtOnce()).containsOnly("1");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void query_serverRestartedBetweenTwoCalls_isAwayAtMostOnceForEachConnection() throws Exception {
    assertThat(callAllAtOnce()).containsOnly("1");

    postgres.restart();

    await().atMost(BACK_MAX).until(() -> outcome().equals("1"));
  }

  /** The worst of outages: connections stay, and nothing answers on them. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void query_serverSilentAndBack_isAwayInTimeAndThenWorks() throws Exception {
    assertThat(callAllAtOnce()).containsOnly("1");

    postgres.pause();
    try {
      assertThat(callAllAtOnce()).containsOnly("away");
    } finally {
      postgres.resume();
    }

    await().atMost(BACK_MAX).until(() -> outcome().equals("1"));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void close_serverSilent_takesNotLong() {
    assertThat(one()).isEqualTo(1);
    postgres.pause();
    try {
      var startedNanos = System.nanoTime();
      database.close();
      assertThat(since(startedNanos)).isLessThan(Duration.ofSeconds(3));
    } finally {
      postgres.resume();
    }
  }

  /** Each in time, or it is no outcome. */
  private List<String> callAllAtOnce() throws Exception {
    var outcomes = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<String>>();
      for (var i = 0; i < CALLERS; i++) {
        calls.add(this::outcome);
      }
      for (var call : threads.invokeAll(calls)) {
        outcomes.add(call.get());
      }
    }
    return outcomes;
  }

  private String outcome() {
    var startedNanos = System.nanoTime();
    try {
      return Integer.toString(one());
    } catch (StoreAwayException e) {
      return since(startedNanos).compareTo(CALL_MAX) < 0
          ? "away"
          : "away after " + since(startedNanos);
    }
  }

  private int one() {
    return database.transaction(
        handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
