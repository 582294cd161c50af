package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.process.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM to a process in the worst of moments: it ends with 0 within 10 s, which {@link
 * JavaProcess#close} watches, and loses no visit that it answered.
 */
@NeedsStack({})
@Timeout(180)
final class StopIT {
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(45);
  private static final int CLIENTS = 20;

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private EmbeddedRedis redis;
  private EmbeddedKafka kafka;
  private Map<String, String> settings;

  @BeforeEach
  void start() {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    settings =
        new HashMap<>(
            Map.of(
                "DATABASE_URL", postgres.url(),
                "REDIS_URL", redis.url(),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.url(),
                "SHORTENER_SPOOL_DIR", folder.resolve("spool").toString()));
  }

  @AfterEach
  void stop() {
    kafka.close();
    redis.close();
    postgres.close();
  }

  @Test
  void sigterm_underLoad_endsInTime_everyAnsweredVisitCountsOnce() throws Exception {
    var link = stopUnderLoad(() -> {});

    awaitVisits(link);
  }

  @Test
  void sigterm_underLoad_allServersAreAway_endsInTime_everyAnsweredVisitCountsOnce()
      throws Exception {
    var link =
        stopUnderLoad(() -> {
          kafka.stop();
          redis.stop();
          postgres.stop();
        });
    postgres.restart();
    redis.restart();
    kafka.restart();

    awaitVisits(link);
  }

  /** A link, and how many visits of it were answered with a redirect. */
  private record Visited(JsonObject link, int times) {}

  private Visited stopUnderLoad(Runnable before) throws Exception {
    var redirected = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      JsonObject link;
      try (var node = TestNode.startProcess(settings)) {
        link = node.shorten("https://example.com/stop");
        for (var i = 0; i < CLIENTS; i++) {
          clients.execute(() -> visitUntilItEnds(node, link, redirected));
        }
        await().until(() -> redirected.get() > 500);
        before.run();
        var soFar = redirected.get();
        await().until(() -> redirected.get() > soFar + 500);
      }
      clients.shutdown();
      return new Visited(link, redirected.get());
    }
  }

  private static void visitUntilItEnds(TestNode node, JsonObject link, AtomicInteger redirected) {
    try {
      while (node.get("/" + link.getString("code")).statusCode() == 302) {
        redirected.incrementAndGet();
      }
    } catch (AssertionError e) {
      // There is no answer any more: the node has ended.
    }
  }

  /**
   * As many as were answered, or a few more: a redirect may be written, and its connection closed
   * before the client has read it.
   */
  private void awaitVisits(Visited visited) throws Exception {
    try (var next = TestNode.startProcess(settings)) {
      await()
          .atMost(COUNTED_WITHIN)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> next.stats(visited.link, "").getLong("visits") >= visited.times);
      assertThat(next.stats(visited.link, "").getLong("visits"))
          .isBetween((long) visited.times, (long) visited.times + CLIENTS);
    }
  }
}
