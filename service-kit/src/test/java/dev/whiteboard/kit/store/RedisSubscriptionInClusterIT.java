package dev.whiteboard.kit.store;

import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.EmbeddedRedisCluster;
import dev.whiteboard.stack.ServerCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What is published on one node is heard on each, also while one of them is away. */
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
final class RedisSubscriptionInClusterIT {
  private static final Duration HEARD_MAX = Duration.ofSeconds(40);

  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private EmbeddedRedisCluster cluster;
  private Redis redis;
  private RedisSubscription subscription;

  @BeforeEach
  void start(@TempDir Path folder) {
    cluster = EmbeddedRedisCluster.start(folder);
    redis = Redis.open(cluster.url());
    subscription = RedisSubscription.open(cluster.url(), "news", heard::add);
  }

  @AfterEach
  void close() {
    subscription.close();
    redis.close();
    cluster.close();
  }

  @Test
  void listener_publishedOnAnyNode_hearsIt() {
    for (var node : cluster.masters()) {
      try (var there = Redis.open(node.url())) {
        awaitHeard(there, "from " + node.location());
      }
    }
  }

  /** Whichever it was on, or had the slot of a key of the channel's name. */
  @Test
  void listener_eachNodeStoppedOnce_hearsOn() {
    awaitHeard(redis, "at first");
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      cluster.stop(i);
      awaitHeard(redis, "without " + i);
      cluster.restart(i);
      awaitHeard(redis, "with " + i);
    }
  }

  @Test
  void listener_allNodesStoppedAndBack_hearsAgain() {
    awaitHeard(redis, "before");
    cluster.masters().forEach(EmbeddedRedis::stop);
    cluster.masters().forEach(EmbeddedRedis::restart);

    awaitHeard(redis, "after");
  }

  /** Again and again: what is published while nobody listens is lost. */
  private void awaitHeard(Redis from, String message) {
    await()
        .atMost(HEARD_MAX)
        .until(() -> {
          var _ = from.publish("news", message);
          return heard.contains(message);
        });
  }
}
