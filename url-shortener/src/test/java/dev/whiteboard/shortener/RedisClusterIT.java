package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on a Redis Cluster of three, by nothing but another {@code REDIS_URL}. */
@NeedsStack({Server.POSTGRES, Server.KAFKA})
@Timeout(300)
final class RedisClusterIT {
  private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
  private static final int LINKS = 30;

  private ServerCluster redis;
  private TestNode one;
  private TestNode other;

  @BeforeEach
  void start(TestStack stack, @TempDir Path folder) throws Exception {
    redis = stack.startRedisCluster(folder);
    one = node(stack);
    other = node(stack);
    awaitReady();
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
    redis.close();
  }

  private TestNode node(TestStack stack) throws Exception {
    return TestNode.start(TestNode.servers(stack, redis.url(), stack.kafkaBootstrapServers()));
  }

  /** What one node keeps in the cluster the other finds there. */
  @Test
  void links_ofOneNode_areFoundInRedisByTheOther() {
    await()
        .atMost(BACK_WITHIN)
        .until(() -> {
          var path = path(one.shorten("https://example.com/found"));
          var hits = hits();
          assertThat(other.get(path).statusCode()).isEqualTo(302);
          return hits() > hits;
        });
  }

  @Test
  void eachMasterStoppedOnce_redirectsAndCreationsGoOn_andItComesBack() {
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      var known = links();
      redis.stop(i);
      try {
        assertRedirect(known);
        assertRedirect(links());
        assertThat(other.get("/unknown-c" + i).statusCode()).isEqualTo(404);
        await().atMost(BACK_WITHIN).until(() -> notReadyFor(one) && notReadyFor(other));
      } finally {
        redis.restart(i);
      }
      awaitReady();
      assertRedirect(links());
    }
  }

  /** A change that a master could not be told of is told when it is back. */
  @Test
  void linksEditedWhileAMasterIsAway_oldTargetsAreNotToldAfterIt() {
    var links = Stream.generate(() -> one.shorten("https://example.com/old")).limit(LINKS).toList();
    redis.stop(1);
    try {
      var edit = new JsonObject().put("url", "https://example.com/new");
      links.forEach(link -> assertThat(one.patch(link, edit).statusCode()).isEqualTo(200));
    } finally {
      redis.restart(1);
    }
    awaitReady();

    await()
        .atMost(BACK_WITHIN)
        .until(() -> links.stream().allMatch(link -> leadsTo(link, "https://example.com/new")));
  }

  private boolean leadsTo(JsonObject link, String target) {
    var location = other.get(path(link)).headers().firstValue("Location");
    return location.orElse("").equals(target);
  }

  private List<String> links() {
    return Stream.generate(() -> path(one.shorten("https://example.com/"))).limit(LINKS).toList();
  }

  private void assertRedirect(List<String> paths) {
    assertThat(paths).allMatch(path -> one.get(path).statusCode() == 302);
    assertThat(paths).allMatch(path -> other.get(path).statusCode() == 302);
  }

  private double hits() {
    return other.metric("shortener_cache_requests_total", "result=\"hit\",tier=\"redis\"");
  }

  private void awaitReady() {
    await().atMost(BACK_WITHIN).until(() -> isReady(one) && isReady(other));
  }

  private static boolean isReady(TestNode node) {
    return node.get("/health/ready").statusCode() == 200;
  }

  private static boolean notReadyFor(TestNode node) {
    var answer = node.get("/health/ready");
    return answer.statusCode() == 503
        && new JsonObject(answer.body()).getJsonArray("down").contains("redis");
  }

  private static String path(JsonObject link) {
    return "/" + link.getString("code");
  }
}
