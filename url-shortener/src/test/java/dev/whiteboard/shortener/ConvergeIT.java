package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two nodes answer when a change can't be told on every way. */
@NeedsStack(Server.KAFKA)
final class ConvergeIT {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    var settings =
        Map.of(
            "DATABASE_URL", postgres.url(),
            "REDIS_URL", redis.url(),
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
            "SHORTENER_KAFKA_PREFIX", stack.topicPrefix());
    one = TestNode.start(settings);
    other = TestNode.start(settings);
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
    redis.close();
    postgres.close();
  }

  /** Redis has the old version when it is back; nobody may believe it then. */
  @Test
  void edit_whileRedisStandsStill_isSeenByAll_thenAndAfterwards() {
    var link = one.shorten("https://example.com/before");
    assertThat(location(other, link)).isEqualTo("https://example.com/before");

    redis.pause();
    try {
      assertThat(one.patch(link, url("https://example.com/after")).statusCode()).isEqualTo(200);
      await().atMost(SEEN_WITHIN).until(() -> location(other, link).endsWith("/after"));
    } finally {
      redis.resume();
    }

    await().atMost(BACK_WITHIN).until(() -> inRedis(link).endsWith("/after"));
    assertThat(location(one, link)).endsWith("/after");
    assertThat(location(other, link)).endsWith("/after");
  }

  @Test
  void delete_whileRedisIsStopped_isSeenByAll() {
    var link = one.shorten("https://example.com/");
    assertThat(location(other, link)).isEqualTo("https://example.com/");

    redis.stop();
    try {
      assertThat(one.deleteLink(link).statusCode()).isEqualTo(204);
      await().atMost(SEEN_WITHIN).until(() -> status(other, link) == 410);
    } finally {
      redis.restart();
    }

    assertThat(status(one, link)).isEqualTo(410);
    assertThat(status(other, link)).isEqualTo(410);
  }

  /**
   * The node that makes the change and the one that is deaf at the time have only Redis in common.
   */
  @Test
  void edit_whileANodeHearsNothing_isSeenThereToo() throws Exception {
    var link = one.shorten("https://example.com/0");

    for (var edit = 1; edit <= 5; edit++) {
      var url = "https://example.com/" + edit;
      assertThat(location(other, link)).isNotEqualTo(url);
      cutListeners();
      assertThat(one.patch(link, url(url)).statusCode()).isEqualTo(200);
      await().atMost(SEEN_WITHIN).until(() -> location(other, link).equals(url));
    }
  }

  /** Whoever was deaf reads what was made meanwhile, or its filter would deny it. */
  @Test
  void create_whileANodeHearsNothing_redirectsThereToo() throws Exception {
    for (var round = 0; round < 5; round++) {
      cutListeners();
      var link = one.shorten("https://example.com/");
      assertThat(status(other, link)).isEqualTo(302);
    }
  }

  /** Without Redis, only the news says that a code is no longer one that never was. */
  @Test
  void create_whileRedisIsStopped_redirectsOnTheOtherNodeAtOnce() {
    redis.stop();
    try {
      for (var round = 0; round < 20; round++) {
        assertThat(status(other, one.shorten("https://example.com/"))).isEqualTo(302);
      }
    } finally {
      redis.restart();
    }
  }

  @Test
  void get_aThousandVisitorsOfALinkNobodyHas_readTheDatabaseOnce() throws Exception {
    var link = one.shorten("https://example.com/stampede");
    emptyRedis();
    var before = databaseHits(other);
    var visits = new ArrayList<Future<Integer>>();

    try (var visitors = Executors.newFixedThreadPool(64)) {
      for (var visitor = 0; visitor < 1_000; visitor++) {
        visits.add(visitors.submit(() -> status(other, link)));
      }
    }

    for (var visit : visits) {
      assertThat(visit.get()).isEqualTo(302);
    }
    assertThat(databaseHits(other) - before).isEqualTo(1);
  }

  private static void emptyRedis() {
    askRedis(RedisCommands::flushall);
  }

  private static String inRedis(JsonObject link) {
    return askRedis(commands -> commands.get("shortener:link:" + link.getString("code")));
  }

  private static String askRedis(Function<RedisCommands<String, String>, String> command) {
    try (var client = RedisClient.create(redis.url());
        var connection = client.connect()) {
      return command.apply(connection.sync());
    }
  }

  private static void cutListeners() throws Exception {
    try (var connection = DatabaseUrl.parse(postgres.url()).connect(SEEN_WITHIN);
        var statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'shortener news'");
    }
  }

  private static double databaseHits(TestNode node) {
    return node.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"postgresql\"");
  }

  private static String location(TestNode node, JsonObject link) {
    return node.get("/" + link.getString("code")).headers().firstValue("Location").orElse("none");
  }

  private static int status(TestNode node, JsonObject link) {
    return node.get("/" + link.getString("code")).statusCode();
  }

  private static JsonObject url(String url) {
    return new JsonObject().put("url", url);
  }
}
