package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a redirect through Kafka to the count. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class VisitCountIT {
  /** A visit shall be in the statistics by then. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(5);

  @Test
  void visits_onTwoNodes_areCountedOnceEach_headsAreNot(TestStack stack) throws Exception {
    try (var one = TestNode.start(stack);
        var other = TestNode.start(stack)) {
      var link = one.shorten("https://example.com/counted");
      var path = "/" + link.getString("code");
      awaitCounting(one);

      for (var i = 0; i < 300; i++) {
        (i % 3 == 0 ? other : one).get(path);
        one.head(path);
      }

      await().atMost(COUNTED_WITHIN).until(() -> other.stats(link, "").getLong("visits") >= 300);
      var stats = other.stats(link, "?every=minute");
      assertThat(stats.getLong("visits")).isEqualTo(300);
      assertThat(
              stats.getJsonArray("series").stream()
                  .mapToLong(point -> ((JsonObject) point).getLong("visits"))
                  .sum())
          .isEqualTo(300);
      assertThat(one.stats(link, "?every=day").getJsonArray("series")).hasSizeBetween(1, 2);
    }
  }

  /**
   * Clicks that a node took before it was told to stop are not lost with it: they are in Kafka or,
   * where that was too slow, in the spool that the next node finds.
   */
  @Test
  void visits_nodeStopsRightAfter_areCountedByTheNext(TestStack stack, @TempDir Path spool)
      throws Exception {
    JsonObject link;
    try (var one = TestNode.start(stack, "SHORTENER_SPOOL_DIR", spool.toString())) {
      link = one.shorten("https://example.com/stopped");
      for (var i = 0; i < 50; i++) {
        one.get("/" + link.getString("code"));
      }
    }

    try (var next = TestNode.start(stack, "SHORTENER_SPOOL_DIR", spool.toString())) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> next.stats(link, "").getLong("visits") >= 50);
      assertThat(next.stats(link, "").getLong("visits")).isEqualTo(50);
    }
  }

  @Test
  void stats_badRange_isAProblemThatNamesIt(TestStack stack) throws Exception {
    try (var node = TestNode.start(stack)) {
      var link = node.shorten("https://example.com/range");
      var path = "/api/v1/links/" + link.getString("code") + "/stats";
      var bearer = "Bearer " + link.getString("manageToken");

      for (var query :
          new String[] {
            "?every=second",
            "?from=yesterday",
            "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "?from=2020-01-01T00:00:00Z&every=minute",
            "?to=-999999999-01-01T00:00:00Z",
            "?to=%2B999999999-12-31T23:59:59Z",
            "?from=%2B300000-01-01T00:00:00Z&to=%2B300000-01-02T00:00:00Z",
            "?to=9999-12-31T23:59:59-12:00"
          }) {
        assertThat(node.get(path + query, "Authorization", bearer).statusCode()).isEqualTo(400);
      }
      assertThat(node.get(path).statusCode()).isEqualTo(401);
    }
  }

  /**
   * The group's first member waits some seconds for others to join; that is not the delay meant.
   */
  private static void awaitCounting(TestNode node) {
    var warmUp = node.shorten("https://example.com/warm-up");
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          node.get("/" + warmUp.getString("code"));
          return node.stats(warmUp, "").getLong("visits") > 0;
        });
  }
}
