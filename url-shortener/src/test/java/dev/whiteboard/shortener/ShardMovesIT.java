package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moving a shard to another machine: a replica is made of its server, catches up, takes its place
 * in the setting, and nobody can use the old one any more.
 */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class ShardMovesIT {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);
  private static final int LINKS = 60;

  @Test
  void shard_replacedByItsReplica_hasAllLinks_andCountsOn(TestStack stack, @TempDir Path folder)
      throws Exception {
    var home = stack.databaseUrl();
    try (var old = EmbeddedPostgres.startPrimary(folder.resolve("old"));
        var moved = old.startReplica(folder.resolve("new"))) {
      var codes = new HashSet<String>();
      try (var node = TestNode.start(TwoShards.settings(stack, home, old.url()))) {
        IntStream.range(0, LINKS).forEach(_ -> codes.add(make(node)));
        codes.forEach(code -> node.get("/" + code));
      }
      await()
          .until(
              () -> text(old, "pg_current_wal_lsn").equals(text(moved, "pg_last_wal_replay_lsn")));
      assertThat(text(moved, "pg_promote")).isEqualTo("t");
      fence(old);
      var before = TwoShards.settings(stack, home, old.url());
      assertThatThrownBy(() -> TestNode.start(before)).hasStackTraceContaining("does not exist");

      try (var node = TestNode.start(TwoShards.settings(stack, home, moved.url()))) {
        assertThat(codes).allMatch(code -> node.get("/" + code).statusCode() == 302);
        IntStream.range(0, LINKS).forEach(_ -> codes.add(make(node)));
        assertThat(codes).hasSize(2 * LINKS);
        assertThat(codes).extracting(TwoShards::shard).contains(0, 1);
        var far = node.shorten(json());
        while (TwoShards.shardOf(far) == 0) {
          far = node.shorten(json());
        }
        assertCounted(node, far);
      }
    }
  }

  /** Refused as long as anybody is connected: so it also tells that no node was forgotten. */
  private static void fence(EmbeddedPostgres server) throws SQLException {
    var database = DatabaseUrl.parse(server.url());
    try (var connection = database.withDatabase("template1").connect(ANSWER_MAX);
        var statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE " + database.database() + " RENAME TO moved_away");
    }
  }

  private static void assertCounted(TestNode node, JsonObject link) {
    assertThat(node.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    await().atMost(COUNTED_WITHIN).until(() -> node.stats(link, "").getLong("visits") == 1);
  }

  private static String make(TestNode node) {
    return node.shorten(json()).getString("code");
  }

  private static JsonObject json() {
    return new JsonObject().put("url", "https://example.com/");
  }

  private static String text(EmbeddedPostgres server, String function) throws SQLException {
    try (var connection = DatabaseUrl.parse(server.url()).connect(ANSWER_MAX);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT " + function + "()")) {
      row.next();
      return row.getString(1);
    }
  }
}
