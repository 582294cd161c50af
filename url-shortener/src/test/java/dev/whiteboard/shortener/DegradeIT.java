package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on while a server is stopped or stands still, and that all is well when it is back. */
@NeedsStack(Server.KAFKA)
final class DegradeIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

  /** The longest that anybody waits for an answer, whatever is away. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(8);

  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static TestNode node;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    node =
        TestNode.start(
            Map.of(
                "DATABASE_URL", postgres.url(),
                "REDIS_URL", redis.url(),
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
                "SHORTENER_KAFKA_PREFIX", stack.topicPrefix()));
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
    postgres.close();
  }

  @Test
  void redisStopped_redirectsGoOn_andItComesBack() {
    var known = path(node.shorten("https://example.com/known"));
    redis.stop();
    try {
      assertThat(node.get(known).statusCode()).isEqualTo(302);
      assertThat(node.get("/unknown-r1").statusCode()).isEqualTo(404);
      assertThat(node.get(path(node.shorten("https://example.com/new"))).statusCode())
          .isEqualTo(302);
      assertThat(notReadyFor("redis")).isTrue();
    } finally {
      redis.restart();
    }
    awaitTrue(DegradeIT::isReady);
  }

  @Test
  void redisStandsStill_redirectsGoOn() {
    var known = path(node.shorten("https://example.com/known"));
    redis.pause();
    try {
      assertThat(node.get(known).statusCode()).isEqualTo(302);
      assertThat(node.get("/unknown-r2").statusCode()).isEqualTo(404);
      assertThat(notReadyFor("redis")).isTrue();
    } finally {
      redis.resume();
    }
    awaitTrue(DegradeIT::isReady);
  }

  @Test
  void postgresStopped_knownLinksRedirect_theRestIsToldToComeBack() {
    var known = path(node.shorten("https://example.com/known"));
    postgres.stop();
    try {
      assertThat(node.get(known).statusCode()).isEqualTo(302);
      assertUnavailable(() -> node.get("/unknown-p1"));
      assertUnavailable(() -> node.post("/api/v1/links", "{\"url\":\"https://example.com/\"}"));
      awaitTrue(() -> notReadyFor("postgresql")); // what was asked a moment ago is answered again
    } finally {
      postgres.restart();
    }
    awaitTrue(DegradeIT::isReady);
    assertThat(node.get("/unknown-p1").statusCode()).isEqualTo(404);
    assertThat(node.get(path(node.shorten("https://example.com/after"))).statusCode())
        .isEqualTo(302);
  }

  /** What the consumer has read meanwhile is not counted, and waits all the same. */
  @Test
  void postgresStopped_clicksWait_asTheLagShows_andAreCountedThen() {
    var known = path(node.shorten("https://example.com/lag"));
    assertThat(node.get(known).statusCode()).isEqualTo(302);
    awaitTrue(() -> counted() > 0 && lag() == 0);
    var before = counted();
    postgres.stop();
    try {
      assertThat(node.get(known).statusCode()).isEqualTo(302);
      awaitTrue(() -> lag() > 0);
      await().during(Duration.ofSeconds(2)).atMost(BACK_WITHIN).until(() -> lag() > 0);
    } finally {
      postgres.restart();
    }
    awaitTrue(DegradeIT::isReady);
    awaitTrue(() -> lag() == 0);
    assertThat(counted()).isGreaterThan(before);
  }

  private static double counted() {
    return node.metric("shortener_click_events_total", "counted");
  }

  private static double lag() {
    return node.metric("shortener_click_lag", "");
  }

  /**
   * A connection that was in use a moment ago is not checked before it is used again: only the
   * driver's own deadline ends a wait on it. It once was not set, and the request hung.
   */
  @Test
  void postgresStandsStill_nobodyWaitsForLong() {
    var limited =
        path(node.shorten(new JsonObject().put("url", "https://example.com/").put("maxVisits", 9)));
    assertThat(node.get("/unknown-p2").statusCode()).isEqualTo(404);
    postgres.pause();
    try {
      assertUnavailable(() -> node.get(limited));
      assertUnavailable(() -> node.get("/unknown-p3")); // by now the filter is not believed
      assertUnavailable(() -> node.post("/api/v1/links", "{\"url\":\"https://example.com/\"}"));
    } finally {
      postgres.resume();
    }
    awaitTrue(() -> node.get(limited).statusCode() == 302);
    awaitTrue(DegradeIT::isReady);
  }

  /** Many make links while the server goes down and comes back; what was acknowledged is there. */
  @Test
  void postgresRestartsWhileLinksAreMade_nothingAcknowledgedIsLost() throws Exception {
    var acknowledged = new ConcurrentLinkedQueue<String>();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 16; i++) {
        threads.execute(() -> makeUntil(done, acknowledged));
      }
      await().until(() -> acknowledged.size() > 200);
      postgres.stop();
      postgres.restart();
      var before = acknowledged.size();
      awaitTrue(() -> acknowledged.size() > before + 100);
      done.set(true);
    }

    assertThat(codesKept()).containsAll(acknowledged);
  }

  private static Set<String> codesKept() {
    try (var database = Database.open(DatabaseUrl.parse(postgres.url()), "shortener", 2)) {
      return database.query(
          handle -> handle.createQuery("SELECT code FROM links").mapTo(String.class).set());
    }
  }

  private static void makeUntil(AtomicBoolean done, Queue<String> acknowledged) {
    while (!done.get()) {
      var answer = node.post("/api/v1/links", "{\"url\":\"https://example.com/\"}");
      if (answer.statusCode() == 201) {
        acknowledged.add(new JsonObject(answer.body()).getString("code"));
      }
    }
  }

  private static void assertUnavailable(Supplier<HttpResponse<String>> request) {
    var began = System.nanoTime();
    var answer = request.get();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ANSWER_MAX);
  }

  private static boolean isReady() {
    return node.get("/health/ready").statusCode() == 200;
  }

  private static boolean notReadyFor(String dependency) {
    var answer = node.get("/health/ready");
    return answer.statusCode() == 503
        && new JsonObject(answer.body()).getJsonArray("down").contains(dependency);
  }

  private static void awaitTrue(BooleanSupplier condition) {
    await().atMost(BACK_WITHIN).until(condition::getAsBoolean);
  }

  private static String path(JsonObject link) {
    return "/" + link.getString("code");
  }
}
