package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading from a replica: a real one, which streams from a real primary. Redis is not there. */
@NeedsStack(Server.KAFKA)
final class ReplicaIT {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private static EmbeddedPostgres primary;
  private static EmbeddedPostgres replica;
  private static TestNode node;
  private static Map<String, String> settings;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    primary = EmbeddedPostgres.startPrimary(folder.resolve("primary"));
    replica = primary.startReplica(folder.resolve("replica"));
    settings =
        Map.of(
            "DATABASE_URL", primary.url(),
            "DATABASE_REPLICA_URL", replica.url(),
            "REDIS_URL", "redis://127.0.0.1:1",
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
            "SHORTENER_KAFKA_PREFIX", stack.topicPrefix());
    node = TestNode.start(settings);
  }

  @AfterAll
  static void stop() {
    node.close();
    replica.close();
    primary.close();
  }

  @Test
  void get_linkThatTheReplicaHas_isReadThere() throws Exception {
    var path = path(node.shorten("https://example.com/replicated"));
    await().until(ReplicaIT::hasCaughtUp);

    try (var cold = TestNode.start(settings)) {
      assertThat(cold.get(path).statusCode()).isEqualTo(302);
      assertThat(cold.metric("shortener_cache_requests_total", "tier=\"postgresql\"")).isOne();
    }
    await().until(() -> scans(replica) > 0);
  }

  /** Whoever makes or edits a link sees it so, however far the replica lags behind. */
  @Test
  void get_whileTheReplicaStandsStill_whatWasWrittenIsRead() throws Exception {
    var link = node.shorten("https://example.com/before");
    await().until(ReplicaIT::hasCaughtUp);
    execute(replica, "SELECT pg_wal_replay_pause()");
    try {
      node.patch(link, new JsonObject().put("url", "https://example.com/after"));
      var made = node.shorten("https://example.com/made");

      try (var cold = TestNode.start(settings)) {
        assertThat(location(cold, link)).isEqualTo("https://example.com/after");
        assertThat(location(cold, made)).isEqualTo("https://example.com/made");
      }
    } finally {
      execute(replica, "SELECT pg_wal_replay_resume()");
    }
  }

  @Test
  void get_whileThePrimaryIsStopped_isReadFromTheReplica() throws Exception {
    var path = path(node.shorten("https://example.com/known"));
    await().until(ReplicaIT::hasCaughtUp);
    primary.stop();
    try {
      assertThat(node.get(path).statusCode()).isEqualTo(302);
    } finally {
      primary.restart();
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> node.get("/health/ready").body().contains("\"postgresql\":\"up\""));
  }

  @Test
  void get_whileTheReplicaIsStopped_isReadFromThePrimary() throws Exception {
    var path = path(node.shorten("https://example.com/known"));
    replica.stop();
    try (var cold = TestNode.start(settings)) {
      assertThat(cold.get(path).statusCode()).isEqualTo(302);
      assertThat(cold.get("/health/ready").body()).contains("postgresql-replica");
    } finally {
      replica.restart();
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> node.get("/health/ready").body().contains("\"postgresql-replica\":\"up\""));
  }

  private static boolean hasCaughtUp() throws SQLException {
    return text(primary, "SELECT pg_current_wal_lsn()")
        .equals(text(replica, "SELECT pg_last_wal_replay_lsn()"));
  }

  /** How often links were read by their code. */
  private static long scans(EmbeddedPostgres server) throws SQLException {
    return Long.parseLong(
        text(
            server,
            "SELECT coalesce(sum(idx_scan), 0) FROM pg_stat_user_indexes"
                + " WHERE indexrelname LIKE 'links_%_pkey'"));
  }

  private static String text(EmbeddedPostgres server, String query) throws SQLException {
    try (var connection = DatabaseUrl.parse(server.url()).connect(ANSWER_MAX);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = DatabaseUrl.parse(server.url()).connect(ANSWER_MAX);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String location(TestNode from, JsonObject link) {
    return from.get(path(link)).headers().firstValue("Location").orElse("none");
  }

  private static String path(JsonObject link) {
    return "/" + link.getString("code");
  }
}
